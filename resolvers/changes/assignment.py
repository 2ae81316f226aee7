"""`assignmentChanged`: who works on the clients that the viewer sees, and the viewer's own assignments."""

from typing import Any

from domain.access import Viewer
from domain.changes import ASSIGNMENT_EVENTS, AssignmentEvent
from execution.fields import Same
from loaders.sight import Sight
from resolvers.changes.feed import Change, Unfiltered, feeds, sees_client
from resolvers.relation import declared
from store.outbox import Event


class AssignmentFeed(Unfiltered):
    """Tells of assignments to visible clients; whoever loses a client is told that their assignment ended."""

    kinds = frozenset(ASSIGNMENT_EVENTS)

    def told(self, viewer: Viewer, wanted: Any, event: Event, sight: Sight, cursor: str) -> Change | None:
        """The assignment, where its client is visible; else only the end of one's own."""
        row = sight.assignments.get(event.object_id)
        what = ASSIGNMENT_EVENTS[event.kind]
        if row is None or not (sees_client(viewer, row.client_id, sight) or _is_own_end(viewer, what, row)):
            return None
        return Change.by(
            event, what, cursor, client_id=row.client_id, assignment_id=row.id, colleague_id=row.colleague_id
        )


@feeds(AssignmentFeed())
@declared(Same())
def follow(root: Any, after: str | None = None) -> Any:
    """Each event of a stream is its own root."""
    return root


def _is_own_end(viewer: Viewer, what: AssignmentEvent, row: Any) -> bool:
    return what is AssignmentEvent.ENDED and row.colleague_id == viewer.colleague_id
