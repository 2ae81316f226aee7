"""Over a socket, whoever loses a right is told so, and hears of nothing more that it was for."""

import pytest

from domain.vocabulary import Role
from store.engine import Store
from tests.http.sockets import Port
from tests.live.revoking import REVOCATIONS, revoked, served_scene, shown
from tests.portal import Portal
from tests.streams.listening import Attention
from tests.world import World


@pytest.mark.usefixtures("ringing")
@pytest.mark.parametrize("kind", REVOCATIONS)
async def test_a_right_that_is_gone_shows_nothing_more(
    kind: str, world: World, portal: Portal, port: Port, store: Store, attention: Attention
) -> None:
    firm = await world.partner()
    owner = await firm.colleague(role=Role.OWNER)
    async with served_scene(portal, port, store, attention, firm, owner, kind) as scene:
        _, loser, told = await revoked(scene, kind)
    gone = REVOCATIONS[kind][1]
    first, after = loser.payloads()[0], [each for each in loser.payloads(told) if each["cause"] == "FACTS"]
    assert shown(first) >= (gone or {"wallet"})
    assert bool(after) is (gone is not None)
    assert all(shown(each) == shown(first) - gone for each in after if gone)
