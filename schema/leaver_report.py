"""What a colleague reaches, client by client."""

from datetime import datetime

import strawberry

import resolvers.leaver_report
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.leaver_report import orphan_count_by_colleague_id
from resolvers.relation import column, related
from schema.assignment import AssignmentReason
from schema.connection import Connection
from schema.cost import OVER_ALL, PAGE, several
from schema.field import field, plain
from schema.refs import ClientRef, ColleagueRef
from schema.rules import CLIENTS, PEOPLE


@strawberry.type(description="A client that a colleague works on, and how.")
class ReachedClient:
    client: ClientRef | None = field("The client that they work on.", related(client_by_id, "client_id"), rule=CLIENTS)
    since: datetime = plain("Since when they work on it.", column("created_at"))
    ends_at: datetime | None = plain("When that ends by itself; empty when one reason has no end.")
    is_direct: bool = plain("Whether they would also work on it without any team.", resolvers.leaver_report.is_direct)
    is_orphaned: bool = plain("Whether nobody else works on it.")
    reasons: list[AssignmentReason] = plain(
        "Why, as of now, oldest first: directly, or through which teams.",
        resolvers.leaver_report.reasons,
        size=several(3),
    )


@strawberry.type(description="Every client that a colleague reaches: what to see to before they leave.")
class LeaverReport:
    colleague: ColleagueRef | None = field("Whom it is about.", related(colleague_by_id, "colleague_id"), rule=PEOPLE)
    sees_all_clients: bool = plain("Whether they see all clients by their role, whoever works on them.")
    orphaned_client_count: int = plain(
        "How many clients nobody else works on.", related(orphan_count_by_colleague_id, "colleague_id"), cost=OVER_ALL
    )
    clients: Connection[ReachedClient] = plain(
        "The clients that they work on, by name; with `onlyOrphaned` those that nobody else works on.",
        resolvers.leaver_report.clients,
        size=PAGE,
        arguments={"only_orphaned": "Only clients that nobody else works on."},
    )
