"""The one way in which an invite goes out, first or again; room is made for it before."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.erasure import is_erased
from domain.errors import Refused, UserErrorCode, refuse
from domain.invite import (
    CLIENT_INVITE_LIFETIME,
    CLIENT_REMINDERS,
    COLLEAGUE_INVITE_LIFETIME,
    MACHINES,
)
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.inviting.finding import status_now
from resolvers.inviting.letters import Sender, action_of, tell
from resolvers.inviting.staleness import NO_SNOOZE, refresh_invites
from store.ids import new_id
from store.reading import Row
from store.tables import invite
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

LIFETIMES = {InviteKind.CLIENT: CLIENT_INVITE_LIFETIME, InviteKind.COLLEAGUE: COLLEAGUE_INVITE_LIFETIME}


def already_open(*path: str) -> Refused:
    """The refusal of a second open invite."""
    message = "An invite is open already: send that one again, or take it back first."
    return refuse(UserErrorCode.INVITE_ALREADY_OPEN, message, *path)


async def send_new(
    work: UnitOfWork, sender: Sender, invited_by: UUID | None, columns: dict[str, Any], *path: str
) -> UUID:
    """Inserts an invite and sends its mail; raises `Refused` when another one got in first."""
    secret, id = new_secret(), new_id()
    row = columns | _fresh(work, secret, LIFETIMES[columns["kind"]])
    row |= {"id": id, "invited_by": invited_by, "created_at": work.now}
    if not await work.insert_new(invite, row):
        raise already_open(*path)
    refresh_invites(work, [id])
    kind = f"{columns['kind'].lower()}_invite"
    await work.record(f"{kind}.sent", "INVITE", id, after=_told(row))
    await _write(work, sender, kind, row, secret)
    return id


async def send_again(work: UnitOfWork, sender: Sender, found: Row, email: str) -> None:
    """Sends a locked invite with a new secret to an address, its own or a better one.

    Whom nothing has reached yet is invited; a company that had the invite is reminded of it.
    """
    if status_now(found, work) is InviteStatus.EXPIRED and found.status != InviteStatus.EXPIRED:
        await note_expired(work, found)
    secret, moved = new_secret(), email != found.email
    fresh = _fresh(work, secret, LIFETIMES[InviteKind(found.kind)])
    fresh |= {"email": email, "opened_at": None} if moved else {}
    await work.update(invite, fresh | {"send_count": found.send_count + 1}, id=found.id)
    refresh_invites(work, [found.id])
    before = {"status": str(status_now(found, work)), "sent_at": found.sent_at}
    after = {"status": InviteStatus.SENT, "sent_at": work.now, "send_count": found.send_count + 1}
    if moved:
        before, after = before | {"email": found.email}, after | {"email": email}
    await work.record(f"{action_of(found)}.resent", "INVITE", found.id, before=before, after=after)
    knows = found.kind == InviteKind.CLIENT and found.status != InviteStatus.BOUNCED and not moved
    kind = "client_invite_reminder" if knows else action_of(found)
    await _write(work, sender, kind, dict(found._asdict()) | fresh, secret)


async def _write(work: UnitOfWork, sender: Sender, kind: str, row: dict[str, Any], secret: str) -> None:
    await sender.write(work, kind, row, secret)
    if row["kind"] == InviteKind.CLIENT:
        for pause in CLIENT_REMINDERS:
            await sender.write(work, "client_invite_reminder", row, secret, due_at=work.now + pause)


def check_resendable(work: UnitOfWork, found: Row) -> None:
    """Raises `Refused` (WRONG_STATE)."""
    MACHINES[InviteKind(found.kind)].after("resend", status_now(found, work), "input", "inviteId")
    if is_erased(found.email):
        message = "The person was erased, and nobody knows who it was; invite the company anew."
        raise refuse(UserErrorCode.WRONG_STATE, message, "input", "inviteId")


async def make_room(work: UnitOfWork, open_ones: list[Row], *path: str) -> None:
    """Notes invites that have lapsed; raises `Refused` when one of them is really open."""
    for row in open_ones:
        if status_now(row, work) is InviteStatus.SENT:
            raise already_open(*path)
        await note_expired(work, row)


async def note_expired(work: UnitOfWork, row: Row) -> None:
    """Writes down that a locked, lapsed invite has expired."""
    before, after = {"status": row.status}, {"status": InviteStatus.EXPIRED}
    await work.update(invite, after, id=row.id)
    await work.record(f"{action_of(row)}.expired", "INVITE", row.id, before=before, after=after)
    await tell(work, "expired", row)


def _fresh(work: UnitOfWork, secret: str, lifetime: timedelta) -> dict[str, Any]:
    return {
        "status": InviteStatus.SENT,
        "token_hash": secret_hash(secret),
        "sent_at": work.now,
        "expires_at": work.now + lifetime,
        "stale_since": None,
        **NO_SNOOZE,
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """What the audit keeps of a new invite: everything but the secret's hash."""
    return {name: value for name, value in row.items() if name not in {"id", "token_hash"} and value is not None}
