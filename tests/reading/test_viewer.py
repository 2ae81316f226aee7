"""Who asks: role, menu, abilities, memberships."""

from domain.vocabulary import Role
from tests.portal import Portal
from tests.world import World


async def test_a_bookkeeper_sees_role_and_menu_without_the_partnership(world: World, portal: Portal) -> None:
    firm = await world.partner()
    answer = await portal.of(await firm.colleague(role=Role.BOOKKEEPER))(
        "{ viewer { role menu can { inviteClients } } }"
    )
    assert answer.data["viewer"]["role"] == "BOOKKEEPER"
    assert "PARTNERSHIP" not in answer.data["viewer"]["menu"]
    assert answer.data["viewer"]["can"]["inviteClients"] is True
    assert len(answer.data["viewer"]["menu"]) == 7
