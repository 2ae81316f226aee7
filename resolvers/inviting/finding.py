"""Invites as mutations meet them: found by id or by the secret of a link, locked, judged as of now."""

from typing import Any
from uuid import UUID

import strawberry

from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from domain.invite import OPEN
from domain.vocabulary import InviteKind, InviteStatus
from loaders.invite import invite_by_id, invite_by_secret
from loaders.reading import Reads
from resolvers.context import Context
from resolvers.inputs.ids import stored_id
from store.reading import Reader, Row
from store.tables import colleague, invite
from store.tenancy import Keys
from store.vault import secret_hash
from store.writing import UnitOfWork


def status_now(row: Any, work: UnitOfWork) -> InviteStatus:
    """The status of an invite's row; an open one past its end has expired, whether or not anything noted it."""
    lapsed = row.status in OPEN and row.expires_at <= work.now
    return InviteStatus.EXPIRED if lapsed else InviteStatus(row.status)


def reads_in(work: UnitOfWork, context: Context) -> Reads:
    """The viewer's reads inside the transaction."""
    return context.reads.within(work)


async def to_change(work: UnitOfWork, context: Context, id: strawberry.ID, if_version: int | None) -> Row:
    """A visible invite, locked; raises `Refused` (NOT_FOUND, CONFLICT). The invited colleague is locked first."""
    wanted = stored_id(IdKind.INVITE, id)
    seen = (await invite_by_id(reads_in(work, context), [wanted]))[0]
    if seen is None:
        raise refuse(UserErrorCode.NOT_FOUND, "There is no such invite.", "input", "inviteId")
    row = await locked(work, wanted, seen.colleague_id)
    if if_version is not None and row.version != if_version:
        message = f"The invite has changed: its version is {row.version}. Look again and retry."
        raise refuse(UserErrorCode.CONFLICT, message, "input", "ifVersion")
    return row


async def locked(work: UnitOfWork, id: UUID, *colleague_ids: UUID | None) -> Row:
    """An invite that is known to exist; colleagues are locked before invites, always."""
    wanted = sorted({found for found in colleague_ids if found is not None})
    if wanted:
        await work.find(colleague, lock=True, id=wanted)
    row = await work.get(invite, lock=True, id=id)
    if row is None:
        raise LookupError("an invite is never deleted")
    return row


def invalid_token() -> Refused:
    """The one answer to wrong, replayed, expired, cancelled and foreign tokens."""
    message = "This link is not valid (any more). Ask the person who invited you to send the invite again."
    return refuse(UserErrorCode.TOKEN_INVALID, message, "input", "token")


async def by_secret(context: Context, secret: str) -> Row | None:
    """The invite behind a link, of whatever partner and in whatever state."""
    token_hash = secret_hash(secret)
    reader = Reader(context.store, Keys(token_hash=token_hash))
    try:
        return await invite_by_secret(reader, token_hash)
    finally:
        await reader.refresh()


async def by_token(context: Context, token: str, kind: InviteKind) -> Row:
    """The invite of a kind behind a link; raises `Refused` (TOKEN_INVALID)."""
    row = await by_secret(context, token.strip())
    if row is None or row.kind != kind:
        raise invalid_token()
    return row


async def still_open(work: UnitOfWork, found: Row, *colleague_ids: UUID | None) -> Row:
    """The invite, locked and open to the link by which it was found; raises `Refused` (TOKEN_INVALID)."""
    row = await locked(work, found.id, *colleague_ids)
    if row.token_hash != found.token_hash or status_now(row, work) is not InviteStatus.SENT:
        raise invalid_token()
    return row
