"""Applications as mutations meet them: found by the secret of a link or by id, locked, judged as of now."""

from typing import Any
from uuid import UUID

import strawberry

from domain.applying import APPLICATION, WAITING
from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus
from loaders.application import application_by_secret, has_answered
from resolvers.context import Context
from resolvers.inputs.ids import stored_id
from store.reading import Reader, Row
from store.tables import application
from store.tenancy import Keys
from store.vault import secret_hash
from store.writing import Actor, UnitOfWork

APPLICANT = Actor("APPLICANT")
# Where a mutation of somebody with a link runs, and as whom.
BY_LINK: dict[str, Any] = {"partner_id": PLATFORM, "actor": APPLICANT}


def principal(token: str) -> str:
    """Whoever has a link; for idempotency keys.

    Not by its application, which a link that has done its work does not lead to any more: its retry is answered too.
    """
    return f"application|{secret_hash(token.strip()).hex()}"


async def to_answer(context: Context, token: str) -> Row | None:
    """The application behind a link; None for one that has done its work, and whose retry may be answered.

    Raises `Refused` (TOKEN_INVALID): strangers who guess begin no transaction.
    """
    found = await by_token(context, token)
    if found is None:
        reader = Reader(context.store, Keys(partner_id=PLATFORM))
        try:
            if not await has_answered(reader, principal(token)):
                raise invalid_token()
        finally:
            await reader.refresh()
    return found


async def by_token(context: Context, token: str) -> Row | None:
    """The application behind a link, in whatever state."""
    token_hash = secret_hash(token.strip())
    reader = Reader(context.store, Keys(token_hash=token_hash))
    try:
        return await application_by_secret(reader, token_hash)
    finally:
        await reader.refresh()


async def still_waiting(work: UnitOfWork, found: Row | None, event: str) -> Row:
    """The application, locked, where its newest link is the one it was found by, and good for an event.

    Raises `Refused` (TOKEN_INVALID): a link answers alike when it is wrong, used, replaced, over or of another step.
    """
    row = found and await work.get(application, lock=True, id=found.id, token_hash=found.token_hash)
    if row is None or row.expires_at <= work.now or row.status not in APPLICATION.events[event]:
        raise invalid_token()
    return row


async def to_change(work: UnitOfWork, id: strawberry.ID, if_version: int | None) -> Row:
    """An application by its id, locked, for an operator; raises `Refused` (NOT_FOUND, CONFLICT)."""
    wanted: UUID = stored_id(IdKind.APPLICATION, id)
    row = await work.get(application, lock=True, id=wanted)
    if row is None:
        raise refuse(UserErrorCode.NOT_FOUND, "There is no such application.", "input", "applicationId")
    if if_version is not None and row.version != if_version:
        message = f"The application has changed: its version is {row.version}. Look again and retry."
        raise refuse(UserErrorCode.CONFLICT, message, "input", "ifVersion")
    return row


def status_now(row: Row, work: UnitOfWork) -> ApplicationStatus:
    """The status of a row; one that waits past its end has expired, whether or not anything noted it."""
    lapsed = row.status in WAITING and row.expires_at <= work.now
    return ApplicationStatus.EXPIRED if lapsed else ApplicationStatus(row.status)


def invalid_token() -> Refused:
    """The one answer to wrong, used, replaced and expired links, and to those of another step."""
    message = "This link is not valid (any more). Take the one in the newest mail, or apply again."
    return refuse(UserErrorCode.TOKEN_INVALID, message, "input", "token")
