"""`colleagueChanged`: people come, go, and change their role."""

from typing import Any

from domain.access import Viewer
from domain.changes import COLLEAGUE_EVENTS, ColleagueEvent
from domain.vocabulary import ADMINS
from execution.fields import Same
from loaders.sight import Sight
from resolvers.changes.feed import Change, Unfiltered, feeds
from resolvers.relation import declared
from store.outbox import Event

# Invites to colleagues are for admins; others see only the person who is there from the first one on.
_OF_INVITES = frozenset({"colleague_invite.resent"}) | {
    kind for kind, what in COLLEAGUE_EVENTS.items() if what is ColleagueEvent.INVITE_ENDED
}


class ColleagueFeed(Unfiltered):
    """Tells everybody of the firm's people, and admins of their invites."""

    kinds = frozenset(COLLEAGUE_EVENTS)

    def told(self, viewer: Viewer, wanted: Any, event: Event, sight: Sight, cursor: str) -> Change | None:
        """The colleague."""
        if event.kind in _OF_INVITES and viewer.role not in ADMINS:
            return None
        invited = sight.invites.get(event.object_id)
        colleague_id = invited.colleague_id if invited else event.object_id
        return Change.by(event, COLLEAGUE_EVENTS[event.kind], cursor, colleague_id=colleague_id)


@feeds(ColleagueFeed())
@declared(Same())
def follow(root: Any, after: str | None = None) -> Any:
    """Each event of a stream is its own root."""
    return root
