"""What a round of the clock asks of the database depends on what is due, and not on how many clients there are."""

from datetime import datetime, timedelta

from resolvers.clock import Rounds
from store.engine import Store
from store.vault import Vault
from tests.attention.firm import Watched
from tests.servers.statements import Sent, recorded
from tests.world import Client

QUIET = 20


async def stale_at(watched: Watched, moment: datetime) -> Client:
    """A client about which there will have been no facts for an hour."""
    made = await watched.firm.client(facts_at=moment - timedelta(hours=1))
    await watched.firm.assign(await watched.firm.colleague(), made)
    await watched.refresh(made)
    return made


async def asked(rounds: Rounds, moment: datetime) -> list[Sent]:
    """What the clock sends in a round in which one client is due."""
    with recorded(rounds.store) as sent:
        assert await rounds.go(moment + timedelta(seconds=1)) == 1
    return sent


async def test_a_round_sends_the_same_statements_however_many_clients_are_not_due(
    watched: Watched, store: Store, vault: Vault
) -> None:
    rounds, now = Rounds(store, vault), watched.firm.now
    await stale_at(watched, now + timedelta(minutes=10))
    alone = await asked(rounds, now + timedelta(minutes=10))
    quiet = [await stale_at(watched, now + timedelta(minutes=50)) for _ in range(QUIET)]
    due = await stale_at(watched, now + timedelta(minutes=20))
    among_many = await asked(rounds, now + timedelta(minutes=20))
    assert [each.text for each in among_many] == [each.text for each in alone]
    assert {each.id for each in (*quiet, due) if _names(among_many, each)} == {due.id}


def _names(sent: list[Sent], client: Client) -> bool:
    told = repr([each.parameters for each in sent])
    return str(client.id) in told or client.id.hex in told


async def test_a_round_in_which_nothing_is_due_is_one_look(watched: Watched, store: Store, vault: Vault) -> None:
    for _ in range(3):
        await stale_at(watched, watched.firm.now + timedelta(minutes=50))
    with recorded(store) as sent:
        assert await Rounds(store, vault).go(watched.firm.now) == 0
    assert len(sent) == 1
