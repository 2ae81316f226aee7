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
        row = await colleague_now(source, viewer)
        if row is None or row.status != ColleagueStatus.ACTIVE:
            return Viewer(ViewerKind.PERSON, viewer.identity)
        return replace(viewer, role=Role(row.role), may_invite_clients=row.bookkeepers_may_invite)
    if viewer.kind is ViewerKind.INTEGRATION:
        row = await integration_now(source, viewer)
        if row is None or not (row.is_enabled and _is_good(viewer, row)):
            return replace(viewer, scopes=frozenset())
        return replace(viewer, scopes=viewer.scopes & scopes_of(row), is_restricted=row.is_restricted)
    return viewer


def _is_good(viewer: Viewer, row: Row) -> bool:
    """Whether its token still counts; that the time of a secret before is over is left to the next request."""
    newest = row.generation - (row.old_secret_ends_at is not None)
    return viewer.generation is None or newest <= viewer.generation <= row.generation


async def check_unchanged(source: Rows, context: Context) -> None:
    """Raises `Refused` when the rights with which the operation came are no longer the caller's."""
    now = await viewer_now(source, context.viewer)
    if now != context.viewer:
        context.become(now)
        message = "Your rights have changed while this was under way; look again, and retry if you still may."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, "input")
