"""The audit trail: one entry per change of data or authority."""

from datetime import datetime

import strawberry

import resolvers.audit
from domain.vocabulary import OriginKind
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.integration import integration_by_id
from resolvers.relation import column, related
from schema.cost import FREE, several
from schema.field import field, plain
from schema.integration import Integration
from schema.refs import ClientRef, ColleagueRef
from schema.rules import ADMINS_ONLY, CLIENTS, ORIGINS, PEOPLE


@strawberry.type(
    description="One attribute before and after a change; values that are no text are JSON.", directives=FREE
)
class AuditChange:
    field: str = plain("The attribute that changed.")
    before: str | None = plain("Its value before; null where it had none.")
    after: str | None = plain("Its value after; null where it has none.")


@strawberry.type(description="Where a change came from.", directives=FREE)
class AuditOrigin:
    kind: OriginKind = plain("By which way it came in.")
    address: str | None = field(
        "The network address that a request came from; behind trusted proxies the one that they name.",
        rule=ORIGINS,
        nullable=True,
    )
    user_agent: str | None = field(
        "What the program that sent a request says of itself, at most 200 letters.", rule=ORIGINS, nullable=True
    )


@strawberry.type(description="One change of data or authority; entries are chained and cannot be changed.")
class AuditEvent:
    id: strawberry.ID = plain("Stays the same; also in exports.")
    position: int = plain("Its place in the firm's chain, from 1.")
    at: datetime = plain("When it was done.")
    action: str = plain("What was done, such as `client_invite.sent`.")
    actor_kind: str = plain("Who did it: COLLEAGUE, INTEGRATION, PERSON, CLIENT, PLATFORM, OPERATOR or CLOCK.")
    colleague: ColleagueRef | None = field(
        "The colleague who did it.", related(colleague_by_id, "actor_id"), rule=PEOPLE, nullable=True
    )
    integration: Integration | None = field(
        "The integration that did it.", related(integration_by_id, "actor_id"), rule=ADMINS_ONLY, nullable=True
    )
    object_kind: str = plain("The kind of what was changed.")
    object_id: strawberry.ID | None = plain("The id of what was changed.", resolvers.audit.object_id)
    client: ClientRef | None = field(
        "The client that it concerns.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )
    changes: list[AuditChange] = plain(
        "What differs; empty where the details were erased.", resolvers.audit.changes, size=several(5)
    )
    origin: AuditOrigin | None = plain(
        "Where it came from; null in entries from before this was noted, and where the details were erased.",
        resolvers.audit.origin,
    )
    reason: str | None = plain("Why, where a reason was given.", column("reason"))
