"""Authority as of the transaction: a mutation that waited must not use rights that are gone by its turn."""

from dataclasses import replace

from domain.access import Viewer, ViewerKind
from domain.errors import UserErrorCode, refuse
from domain.integration import scopes_of
from domain.vocabulary import ColleagueStatus, Role
from loaders.viewer import colleague_now, integration_now
from resolvers.context import Context
from store.reading import Row, Rows


async def viewer_now(source: Rows, viewer: Viewer) -> Viewer:
    """The viewer with the rights of this moment; somebody who has left is a mere person."""
    if viewer.kind is ViewerKind.COLLEAGUE:
        return as_colleague(viewer, await colleague_now(source, viewer))
    if viewer.kind is ViewerKind.INTEGRATION:
        return as_integration(viewer, await integration_now(source, viewer))
    return viewer


def as_colleague(viewer: Viewer, row: Row | None) -> Viewer:
    """A colleague by what is stored of them now; a mere person when they have left."""
    if row is None or row.status != ColleagueStatus.ACTIVE:
        return Viewer(ViewerKind.PERSON, viewer.identity)
    return replace(viewer, role=Role(row.role), may_invite_clients=row.bookkeepers_may_invite)


def as_integration(viewer: Viewer, row: Row | None) -> Viewer:
    """An integration by what is stored of it now: without any scope when it is off, or its token is."""
    if row is None or not is_on(viewer, row):
        return replace(viewer, scopes=frozenset())
    return replace(viewer, scopes=viewer.scopes & scopes_of(row), is_restricted=row.is_restricted)


def is_on(viewer: Viewer, row: Row) -> bool:
    """Whether an integration is on, and its token counts; the end of an old secret is left to the next request."""
    newest = row.generation - (row.old_secret_ends_at is not None)
    return bool(row.is_enabled) and (viewer.generation is None or newest <= viewer.generation <= row.generation)


async def check_unchanged(source: Rows, context: Context) -> None:
    """Raises `Refused` when the rights with which the operation came are no longer the caller's."""
    now = await viewer_now(source, context.viewer)
    if now != context.viewer:
        context.become(now)
        message = "Your rights have changed while this was under way; look again, and retry if you still may."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, "input")
