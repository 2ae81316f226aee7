"""`accessChanged`: what became of the rights of whoever listens."""

from typing import Any

from domain.access import Viewer
from domain.changes import ASSIGNMENT_RIGHTS_EVENTS, CLIENT_RIGHTS_EVENTS, MOVED, OWN_RIGHTS_EVENTS
from domain.vocabulary import AccessLevel
from execution.fields import Same
from loaders.sight import Sight
from resolvers.changes.feed import Change, LevelMoved, Unfiltered, feeds, reads_clients, sees_client
from resolvers.context import Context
from resolvers.relation import contextual, declared
from store.outbox import Event


class AccessFeed(Unfiltered):
    """Tells of the viewer's own role or scopes and assignments, and of what clients they see allow."""

    personal = True
    kinds = frozenset({*OWN_RIGHTS_EVENTS, *ASSIGNMENT_RIGHTS_EVENTS, *CLIENT_RIGHTS_EVENTS})

    def told(self, viewer: Viewer, wanted: Any, event: Event, sight: Sight, cursor: str) -> Change | None:
        """The change, with the client that it concerns."""
        if event.kind in OWN_RIGHTS_EVENTS:
            own = event.object_id in (viewer.colleague_id, viewer.integration_id)
            return Change.by(event, OWN_RIGHTS_EVENTS[event.kind], cursor) if own else None
        if event.kind in CLIENT_RIGHTS_EVENTS:
            visible = reads_clients(viewer) and sees_client(viewer, event.client_id, sight)
            what, level = CLIENT_RIGHTS_EVENTS[event.kind], _level(event)
            return Change.by(event, what, cursor, client_id=event.client_id, access_level=level) if visible else None
        row = sight.assignments.get(event.object_id)
        if row is None or row.colleague_id != viewer.colleague_id:
            return None
        return Change.by(event, ASSIGNMENT_RIGHTS_EVENTS[event.kind], cursor, client_id=row.client_id)


@feeds(AccessFeed())
@declared(Same())
def follow(root: Any, after: str | None = None) -> Any:
    """Each event of a stream is its own root."""
    return root


def _level(event: Event) -> LevelMoved | None:
    if MOVED not in event.payload:
        return None
    before, after = (level and AccessLevel(level) for level in event.payload[MOVED])
    return LevelMoved(before, after)


@contextual()
def viewer_now(root: Change, context: Context) -> Context:
    """The context of an event stands for the viewer, with the rights of the moment."""
    return context
