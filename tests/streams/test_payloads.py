"""What subscriptions tell, to whom."""

from domain.vocabulary import Role
from tests.streams.listening import Air, Attention
from tests.world import World

ATTENTION = """subscription ($filter: AttentionFilter, $after: String, $snapshot: Boolean = false) {
  clientAttentionChanged(filter: $filter, after: $after, snapshot: $snapshot) {
    eventId cursor committedAt cause clientId level { before after } signals { kind before after }
    client { name attention { level } } } }"""


async def test_a_change_of_attention_is_told_as_it_is(world: World, air: Air, attention: Attention) -> None:
    firm = await world.partner()
    admin = await firm.colleague(role=Role.ADMIN)
    skov = await firm.client(name="Skov")
    heard = await air.listen(admin, ATTENTION)
    await attention.moves(skov, "WARNING")
    (told,) = await heard.until(1)
    assert told["client"] == {"name": "Skov", "attention": {"level": "WARNING"}}
    assert told["clientId"] == skov.public_id
    assert told["level"] == {"before": "NONE", "after": "WARNING"}
    assert told["cursor"] == heard.frames[0].cursor == heard.answers[0]["extensions"]["cursor"]
    assert heard.frames[0].about == skov.id
