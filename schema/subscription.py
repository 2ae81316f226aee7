"""Contents page: everything that can be followed."""

import strawberry

import resolvers.changes.access
import resolvers.changes.assignment
import resolvers.changes.attention
import resolvers.changes.colleague
import resolvers.changes.pending
from schema.changes import (
    AssignmentChange,
    ClientAttentionChange,
    ColleagueChange,
    PendingClientChange,
    ViewerAccessChange,
)
from schema.cost import FREE
from schema.field import field
from schema.rules import BOOKKEEPING, INVITES, PEOPLE, PERSON

_AFTER = "The cursor of an earlier payload, after which to begin; left out, from now on."


@strawberry.type(
    name="Subscriptions",
    description=(
        "Everything that can be followed as it changes, from now on or after the cursor of an earlier payload. What "
        "you may see is judged anew for each change."
    ),
    directives=FREE,
)
class Subscription:
    client_attention_changed: ClientAttentionChange | None = field(
        "What asks for work on the clients that you see. With `snapshot: true` the clients that need attention now "
        "come first, the most urgent first; `after` takes precedence.",
        resolvers.changes.attention.follow,
        rule=BOOKKEEPING,
        arguments={
            "filter": "Of which changes to tell; left out, of all that you see.",
            "after": _AFTER,
            "snapshot": "Whether the clients that need attention now come first.",
        },
    )
    pending_client_changed: PendingClientChange | None = field(
        "Invites and clients that are not there yet.",
        resolvers.changes.pending.follow,
        rule=INVITES,
        arguments={"after": _AFTER},
    )
    assignment_changed: AssignmentChange | None = field(
        "Who works on the clients that you see.",
        resolvers.changes.assignment.follow,
        rule=PEOPLE,
        arguments={"after": _AFTER},
    )
    colleague_changed: ColleagueChange | None = field(
        "The firm's people.",
        resolvers.changes.colleague.follow,
        rule=PEOPLE,
        arguments={"after": _AFTER},
    )
    access_changed: ViewerAccessChange | None = field(
        "Your own rights, and those at the clients that you see.",
        resolvers.changes.access.follow,
        rule=PERSON,
        arguments={"after": _AFTER},
    )
