"""The machines of connections: what is not listed is refused and leaves nothing, what is listed happens once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.connection import ACCESS
from domain.errors import Refused, UserErrorCode
from domain.granting import GRANT_REQUEST
from domain.invite import INBOUND_INVITE
from domain.vocabulary import AccessStatus, GrantRequestStatus, InviteStatus
from resolvers.connecting.access import change_access
from resolvers.connecting.disconnecting import disconnect
from resolvers.granting.moving import move
from resolvers.inviting.answered import note_answer
from store.engine import Store
from store.reading import Row
from store.tables import grant_request, invite
from store.writing import UnitOfWork
from tests.connecting.asking import facts, row_of
from tests.invites.asking import left
from tests.world import Firm, World

Try = Callable[[UnitOfWork], Awaitable[Any]]
_INBOUND_EVENTS = [event for event, allowed in INBOUND_INVITE.events.items() if allowed]


async def _outcome(firm: Firm, store: Store, act: Try) -> bool:
    """Whether it was done; refused, it must be for its state."""
    told: list[UserErrorCode] = []
    try:
        async with facts(firm, store) as work:
            await act(work)
    except Refused as refusal:
        told = [error.code for error in refusal.errors]
    assert told in ([], [UserErrorCode.WRONG_STATE])
    return not told


async def _of(work: UnitOfWork, table: Any, id: Any) -> Row:
    found = await work.get(table, lock=True, id=id)
    assert found is not None
    return found


@pytest.mark.parametrize("status", GrantRequestStatus)
@pytest.mark.parametrize("event", GRANT_REQUEST.events)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_grant_requests_move_as_listed(
    world: World, store: Store, admin_store: Store, status: GrantRequestStatus, event: str
) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    made, _ = await firm.grant_request(bakery, by=await firm.colleague(), status=status)

    async def act(work: UnitOfWork) -> None:
        await move(work, await row_of(work, bakery), await _of(work, grant_request, made.id), event)

    listed = GRANT_REQUEST.events[event].get(status)
    assert await _outcome(firm, store, act) is (listed is not None)
    after = await left(admin_store)
    assert after.audit == after.events == ([f"grant_request.{listed.lower()}"] if listed else [])
    assert len(after.mails) == (listed is not None)


@pytest.mark.parametrize("status", AccessStatus)
@pytest.mark.parametrize("event", ACCESS.events)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_access_moves_as_listed(
    world: World, store: Store, admin_store: Store, status: AccessStatus, event: str
) -> None:
    firm = await world.partner()
    bakery = await firm.client(access_status=status, poa=status is not AccessStatus.SUSPENDED)
    actions = {"suspend": "client.poa_revoked", "restore": "client.poa_granted", "disconnect": "client.disconnected"}

    async def act(work: UnitOfWork) -> None:
        found = await row_of(work, bakery)
        if event == "disconnect":
            await disconnect(work, found)
        else:
            await change_access(work, found, poa=event == "restore")

    listed = ACCESS.events[event].get(status)
    done = await _outcome(firm, store, act)
    after = await left(admin_store)
    assert after.audit == ([actions[event]] if listed else [])
    assert done is (status is not AccessStatus.DISCONNECTED)
    assert after.clients[0].access_status == (listed or status)


@pytest.mark.parametrize("status", [each for each in InviteStatus if each not in ("SENT", "CANCELLED", "BOUNCED")])
@pytest.mark.parametrize("event", _INBOUND_EVENTS)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_inbound_invites_move_as_listed(
    world: World, store: Store, admin_store: Store, status: InviteStatus, event: str
) -> None:
    firm = await world.partner()
    made = await firm.inbound_invite(status=status)

    async def act(work: UnitOfWork) -> None:
        await note_answer(work, await _of(work, invite, made.id), event, {})

    listed = INBOUND_INVITE.events[event].get(status)
    assert await _outcome(firm, store, act) is (listed is not None)
    after = await left(admin_store)
    assert after.audit == after.events == ([f"inbound_invite.{listed.lower()}"] if listed else [])
