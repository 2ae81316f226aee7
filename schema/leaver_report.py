"""What a colleague reaches, client by client, and the secrets of programs that they know."""

from datetime import datetime

import strawberry

import resolvers.leaver_report
from domain.vocabulary import SecretKind
from loaders.assignment import client_count_by_colleague_id
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.integration import integration_by_id
from loaders.known_secret import known_secrets_by_colleague_id
from loaders.leaver_report import orphan_count_by_colleague_id
from loaders.webhook import webhook_by_id
from resolvers.relation import column, related
from schema.assignment import AssignmentReason
from schema.connection import Connection
from schema.cost import FREE, OVER_ALL, PAGE, several
from schema.field import field, plain
from schema.refs import ClientRef, ColleagueRef, IntegrationRef, WebhookRef
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE


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


@strawberry.type(description="A secret that the colleague was shown, and that is good still.", directives=FREE)
class KnownSecret:
    kind: SecretKind = plain("What it is, and what ends it.")
    since: datetime = plain("When they were shown it last.")
    integration: IntegrationRef | None = field(
        "The integration that it speaks for.", related(integration_by_id, "integration_id"), rule=ADMINS_ONLY
    )
    webhook: WebhookRef | None = field(
        "The webhook that it signs for; null for what lets an integration sign in.",
        related(webhook_by_id, "webhook_id"),
        rule=ADMINS_ONLY,
        nullable=True,
    )
    kid: str | None = plain("The name of the key, of a key.")


@strawberry.type(description="Every client that a colleague reaches: what to see to before they leave.")
class LeaverReport:
    colleague: ColleagueRef | None = field("Whom it is about.", related(colleague_by_id, "colleague_id"), rule=PEOPLE)
    sees_all_clients: bool = plain(
        "Whether their role shows them all clients. That ends with the role, and leaves nothing to hand over; all "
        "else here is about the clients that they are assigned to."
    )
    assigned_client_count: int | None = field(
        "On how many clients they work, directly or through teams.",
        related(client_count_by_colleague_id, "colleague_id"),
        rule=CLIENTS,
        cost=1,
    )
    orphaned_client_count: int = plain(
        "How many of these nobody else works on.", related(orphan_count_by_colleague_id, "colleague_id"), cost=OVER_ALL
    )
    clients: Connection[ReachedClient] = plain(
        "The clients that they work on, by name; with `onlyOrphaned` those that nobody else works on.",
        resolvers.leaver_report.clients,
        size=PAGE,
        arguments={"only_orphaned": "Only clients that nobody else works on."},
    )
    known_secrets: list[KnownSecret] | None = field(
        "Secrets of integrations and webhooks that they were shown, by making or rotating them, and that are good "
        "still: leaving does not end them. The latest first.",
        related(known_secrets_by_colleague_id, "colleague_id"),
        rule=ADMINS_ONLY,
        size=several(20),
    )
