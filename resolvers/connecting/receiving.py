"""Inbound invites as they come in: a company on the platform offers the firm access, for its admins to answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.invite import CLIENT_INVITE_LIFETIME, INBOUND_INVITE
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.connecting.letters import write_to_admins
from resolvers.inviting.finding import status_now
from resolvers.inviting.sending import note_expired
from resolvers.inviting.staleness import refresh_invites
from store.ids import new_id
from store.tables import invite
from store.writing import UnitOfWork


async def receive(work: UnitOfWork, offered: Mapping[str, Any]) -> UUID | None:
    """The new inbound invite, whose columns are given, told to the admins; None when the company has one open."""
    company = {name: offered[name] for name in ("country", "registration_number")}
    for row in await work.find(invite, lock=True, kind=InviteKind.INBOUND, status=InviteStatus.RECEIVED, **company):
        if status_now(row, work) is InviteStatus.RECEIVED:
            return None
        await note_expired(work, row)
    id, same = new_id(), {"kind": InviteKind.INBOUND, "status": INBOUND_INVITE.initial}
    times = {"sent_at": work.now, "created_at": work.now, "expires_at": work.now + CLIENT_INVITE_LIFETIME}
    if not await work.insert_new(invite, {"id": id, **same, **times, **offered}):
        return None
    refresh_invites(work, [id])
    told = {name: value for name, value in offered.items() if value is not None and name not in _UNTOLD}
    await work.record("inbound_invite.received", "INVITE", id, after=told)
    said = {"company_name": offered["company_name"], "name": offered["name"]}
    await write_to_admins(work, "inbound_invite", said)
    return id


async def receive_offered(work: UnitOfWork, offered: Mapping[str, Any] | None) -> None:
    """The invite of a client that invited somebody before there was a firm, or before it was known which."""
    if offered:
        await receive(work, offered)


_UNTOLD = frozenset({"company_name", "company_size"})
