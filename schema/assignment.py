"""An assignment: a colleague works on a client."""

from datetime import datetime

import strawberry

import resolvers.people
from domain.ids import IdKind
from domain.vocabulary import AssignmentSource as SourceKind
from domain.vocabulary import AssignmentStatus
from loaders.assignment import sources_by_assignment_id
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.team import team_by_id
from resolvers.relation import column, public_id, related
from schema.cost import several
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef, TeamRef
from schema.rules import CLIENTS


@strawberry.type(name="AssignmentReason", description="One reason why a colleague works on a client.")
class AssignmentReason:
    source: SourceKind = plain("Personally, or through a team.")
    team: TeamRef | None = plain("The team, unless it is gone.", related(team_by_id, "team_id"))
    is_live: bool = plain("Whether it counts now.", resolvers.people.is_live)
    reason: str | None = plain("Why, as given by whoever assigned.")
    ends_at: datetime | None = plain("When it ends by itself.")
    created_at: datetime = plain("Since when it holds.")
    created_by: ColleagueRef | None = plain("Who brought it about.", related(colleague_by_id, "created_by"))
    ended_at: datetime | None = plain("When it ended.")
    ended_by: ColleagueRef | None = plain(
        "Who ended it; null while it holds, or where time did.", related(colleague_by_id, "ended_by")
    )


@strawberry.type(description="A colleague works on a client; live while any of its sources is.")
class Assignment(Node):
    id: strawberry.ID = plain("Opaque id; stays the same while sources come and go.", public_id(IdKind.ASSIGNMENT))
    status: AssignmentStatus = plain("Whether it counts now.")
    is_live: bool = plain("Whether it counts now.", resolvers.people.is_live)
    client: ClientRef | None = field("The client that is worked on.", related(client_by_id, "client_id"), rule=CLIENTS)
    colleague: ColleagueRef = plain("The colleague who works on it.", related(colleague_by_id, "colleague_id"))
    sources: list[AssignmentReason] = plain(
        "Why, live or ended, oldest first.", related(sources_by_assignment_id), size=several(3)
    )
    ends_at: datetime | None = plain("When it ends by itself; empty when one source has no end.")
    created_at: datetime = plain("Since when they work on it.")
    ended_at: datetime | None = plain("When it ended.", column("ended_at"))
