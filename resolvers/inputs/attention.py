"""Input of `clientAttentionChanged`: of which clients and changes it tells."""

from uuid import UUID

import strawberry

from domain.access import Viewer
from domain.errors import ErrorCode, RequestError, denied
from domain.ids import IdKind
from domain.rule import member
from domain.vocabulary import AttentionLevel, Scope, SignalKind
from resolvers.inputs.ids import optional_id, stored_id

MOST_CLIENTS = 250
_PEOPLE = member(Scope.PEOPLE_READ)


@strawberry.input(description="Of which changes to tell; all conditions hold, and a list means any of its members.")
class AttentionFilter:
    client_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="At most 250 clients; one that does not exist for you never changes."
    )
    assignee_id: strawberry.ID | None = strawberry.field(default=None, description="A colleague works on the client.")
    attention: list[AttentionLevel] | None = strawberry.field(
        default=None, description="The client's level, before or after."
    )
    signal: list[SignalKind] | None = strawberry.field(default=None, description="One of these signals changed.")

    def wanted(
        self, viewer: Viewer
    ) -> tuple[frozenset[UUID] | None, UUID | None, frozenset[AttentionLevel], frozenset[SignalKind]]:
        """Clients, assignee, levels, signals in the store's terms; raises RequestError (BAD_INPUT, ACCESS_DENIED)."""
        if self.client_ids is not None and len(self.client_ids) > MOST_CLIENTS:
            message = f"`clientIds` has {len(self.client_ids)} ids; {MOST_CLIENTS} are the most."
            raise RequestError(ErrorCode.BAD_INPUT, message, {"argument": "filter"})
        if self.assignee_id is not None and (denial := _PEOPLE.for_viewer(viewer)) is not None:
            raise denied("AttentionFilter.assigneeId", denial)
        clients = self.client_ids and frozenset(stored_id(IdKind.CLIENT, id) for id in self.client_ids)
        return (
            clients or None,
            optional_id(IdKind.COLLEAGUE, self.assignee_id),
            frozenset(self.attention or ()),
            frozenset(self.signal or ()),
        )
