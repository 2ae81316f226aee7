"""`pendingClientChanged`: invites from and to clients, and clients on their way to verification."""

from typing import Any

from domain.access import Viewer
from domain.changes import PENDING_EVENTS
from domain.vocabulary import ADMINS, InviteKind
from execution.fields import Same
from loaders.sight import Sight
from resolvers.changes.feed import Change, Unfiltered, feeds, reads_clients, sees_client
from resolvers.relation import declared
from store.outbox import Event


class PendingFeed(Unfiltered):
    """Tells of what the lists of Pending clients show to a viewer."""

    kinds = frozenset(PENDING_EVENTS)

    def told(self, viewer: Viewer, wanted: Any, event: Event, sight: Sight, cursor: str) -> Change | None:
        """The invite, or the client where there is none."""
        what = PENDING_EVENTS[event.kind]
        if event.object_kind != "INVITE":
            visible = reads_clients(viewer) and sees_client(viewer, event.client_id, sight)
            return Change.by(event, what, cursor, client_id=event.client_id) if visible else None
        row = sight.invites.get(event.object_id)
        if row is None or not _sees_invite(viewer, row, sight):
            return None
        known = row.client_id if sees_client(viewer, row.client_id, sight) else None
        return Change.by(event, what, cursor, client_id=known, invite_id=row.id)


@feeds(PendingFeed())
@declared(Same())
def follow(root: Any, after: str | None = None) -> Any:
    """Each event of a stream is its own root."""
    return root


def _sees_invite(viewer: Viewer, row: Any, sight: Sight) -> bool:
    """As `loaders.scope.visible_invites`: inbound ones for admins, others for all who sent or work on them."""
    if viewer.role in ADMINS:
        return True
    if row.kind != InviteKind.CLIENT:
        return False
    own = row.invited_by is not None and row.invited_by == viewer.colleague_id
    return viewer.sees_all_clients or own or sees_client(viewer, row.client_id, sight)
