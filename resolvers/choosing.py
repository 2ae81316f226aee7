"""What people choose by id: lists without doubles, and the objects that exist for them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from domain.access import Viewer, ViewerKind
from domain.errors import Refused, UserError, UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import Scope
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.invite import invite_by_id
from loaders.reading import Batch
from resolvers.context import Context
from resolvers.inputs.ids import stored_id
from resolvers.inviting.checks import Checks
from store.reading import Row, Rows
from store.writing import UnitOfWork

MOST_IDS = 250
_SCOPES = {client_by_id: Scope.CLIENTS_READ, colleague_by_id: Scope.PEOPLE_READ, invite_by_id: Scope.INVITES_READ}
_NOUNS = {
    IdKind.CLIENT: "client",
    IdKind.COLLEAGUE: "colleague",
    IdKind.TEAM: "team",
    IdKind.GRANT_REQUEST: "grant request",
    IdKind.NOTE: "note",
    IdKind.INTEGRATION: "integration",
    IdKind.REFERRAL: "referral",
    IdKind.WEBHOOK: "webhook",
    IdKind.DELIVERY: "delivery",
    IdKind.COURSE: "course",
    IdKind.LESSON: "lesson",
    IdKind.ENROLMENT: "enrolment",
}


def chosen(checks: Checks, where: str, kind: IdKind, ids: Sequence[str], *, may_be_empty: bool = False) -> list[UUID]:
    """The store's ids of a list of at most 250, in its order; what is no id of the kind becomes one that no row has."""
    if ids or not may_be_empty:
        checks.rows(where, ids, MOST_IDS)
    if len(set(ids)) < len(ids):
        double = next(id for place, id in enumerate(ids) if id in ids[:place])
        checks.wrong(UserErrorCode.DUPLICATE, f"`{where}` has {_short(double)} twice; name each once.", where)
    return [stored_id(kind, id) for id in ids]


async def visible(work: UnitOfWork, context: Context, batch: Batch[UUID, Row | None], ids: Iterable[UUID]) -> set[UUID]:
    """Which of some ids exist for the viewer, inside the transaction."""
    rows = await _rows(work, context, batch, list(dict.fromkeys(ids)))
    return {row.id for row in rows if row is not None}


def reads(viewer: Viewer, batch: Any) -> bool:
    """Whether a viewer reads such things at all: an integration needs a scope for it, also where it only names them."""
    scope = _SCOPES.get(batch)
    return viewer.kind is not ViewerKind.INTEGRATION or scope is None or scope in viewer.scopes


async def one_visible(
    work: UnitOfWork, context: Context, batch: Batch[UUID, Row | None], kind: IdKind, id: str, *path: str
) -> Any:
    """The row of an id; raises `Refused` (NOT_FOUND), the same for hidden, foreign and random ids."""
    return await _one(work, context, batch, kind, id, path)


async def one_locked(
    work: UnitOfWork, context: Context, batch: Batch[UUID, Row | None], table: Any, kind: IdKind, id: str, *path: str
) -> Any:
    """The same, of a table whose rows the loader reads whole, and locked: nobody else changes it before the commit."""
    return await _one(work.locking(table), context, batch, kind, id, path)


async def _one(
    source: Rows, context: Context, batch: Batch[UUID, Row | None], kind: IdKind, id: str, path: tuple[str, ...]
) -> Any:
    rows = await _rows(source, context, batch, [stored_id(kind, id)])
    if not rows or rows[0] is None:
        raise Refused(not_found(kind, *path))
    return rows[0]


def not_found(kind: IdKind, *path: str, row: int | None = None) -> UserError:
    """The one answer to hidden, foreign and random ids."""
    return UserError(UserErrorCode.NOT_FOUND, f"There is no such {_NOUNS[kind]}.", path, row)


def me(context: Context) -> UUID:
    """The viewer's own colleague; for mutations that only colleagues can call."""
    if context.viewer.colleague_id is None:
        raise LookupError("this mutation is for colleagues")
    return context.viewer.colleague_id


def check_version(row: Row, if_version: int | None) -> None:
    """Raises `Refused` (CONFLICT) when a locked row is not of the version that the caller looked at."""
    if if_version is not None and row.version != if_version:
        message = f"It has changed: its version is {row.version}. Look again and retry."
        raise refuse(UserErrorCode.CONFLICT, message, "input", "ifVersion")


async def _rows(
    source: Rows, context: Context, batch: Batch[UUID, Row | None], ids: Sequence[UUID]
) -> Sequence[Row | None]:
    if not ids or not reads(context.viewer, batch):
        return []
    return await batch(context.reads.within(source), ids)


def _short(id: str) -> str:
    return repr(id[:40])
