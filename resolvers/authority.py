"""Authority as of the transaction: a mutation that waited must not use rights that are gone by its turn."""

from dataclasses import replace

from domain.access import Viewer, ViewerKind
from domain.errors import UserErrorCode, refuse
from domain.vocabulary import ColleagueStatus, Role
from loaders.viewer import colleague_now, integration_now
from resolvers.context import Context
from store.reading import Rows


async def viewer_now(source: Rows, viewer: Viewer) -> Viewer:
    """The viewer with the rights of this moment; somebody who has left is a mere person."""
    if viewer.kind is ViewerKind.COLLEAGUE:
        row = await colleague_now(source, viewer)
        if row is None or row.status != ColleagueStatus.ACTIVE:
            return Viewer(ViewerKind.PERSON, viewer.identity)
        return replace(viewer, role=Role(row.role), may_invite_clients=row.bookkeepers_may_invite)
    if viewer.kind is ViewerKind.INTEGRATION:
        row = await integration_now(source, viewer)
        held = set(row.scopes.split()) if row is not None and row.is_enabled else set()
        return replace(viewer, scopes=frozenset(scope for scope in viewer.scopes if scope.value in held))
    return viewer


async def check_unchanged(source: Rows, context: Context) -> None:
    """Raises `Refused` when the rights with which the operation came are no longer the caller's."""
    now = await viewer_now(source, context.viewer)
    if now != context.viewer:
        context.become(now)
        message = "Your rights have changed while this was under way; look again, and retry if you still may."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, "input")
