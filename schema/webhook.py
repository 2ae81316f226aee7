"""A webhook: where an integration is told of events; and what was sent there."""

from datetime import datetime

import strawberry

import resolvers.webhook
from domain.ids import IdKind
from domain.vocabulary import DeliveryKind, DeliveryStatus, WebhookStatus, WebhookStop
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.integration import integration_by_id
from loaders.webhook import deliveries_by_webhook_id, queue_by_webhook_id, webhook_by_id
from resolvers.relation import column, first_of, public_id, related
from schema.cost import FIRST, FREE
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef, IntegrationRef, WebhookRef
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE


@strawberry.type(description="What a webhook has still to deliver.", directives=FREE)
class WebhookQueue:
    count: int = plain("How many deliveries wait.")
    since: datetime = plain("Since when the oldest of them waits.")
    is_lagging: bool = plain("Whether that is more than five minutes ago.", resolvers.webhook.is_lagging)


@strawberry.type(description="A payload on its way to a receiver: a line of the log.")
class WebhookDelivery:
    id: strawberry.ID = plain("The header `webhook-id`; the same whenever it is sent.", public_id(IdKind.DELIVERY))
    kind: DeliveryKind = plain("What it tells of.")
    status: DeliveryStatus = plain("What became of it.")
    attempt_count: int = plain("How often it was tried.", column("attempts"))
    last_status: int | None = plain("The HTTP status of the last answer.")
    failure: str | None = plain("Why the last attempt failed, in words.")
    excerpt: str | None = plain("The first 200 characters of the last answer, where it was text and a failure.")
    duration_ms: int | None = plain("How long the last attempt took, in milliseconds.")
    queued_at: datetime = plain("Since when it is, or was, to be sent.")
    next_attempt_at: datetime | None = plain(
        "When it is tried (again), while it waits; behind another one of its client, at the earliest.",
        resolvers.webhook.next_attempt_at,
    )
    settled_at: datetime | None = plain("When it ceased to wait.")
    event_id: strawberry.ID | None = plain("`eventId` of its payload.", resolvers.webhook.event_id)
    event: str = plain("What happened, such as `attention.changed`.", column("event_kind"))
    committed_at: datetime = plain("When that was committed.", column("at"))
    cursor: str | None = plain("`cursor` of its payload, after which `replayWebhook` can begin.")
    client: ClientRef | None = field(
        "The client that it concerns.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )
    webhook: WebhookRef | None = field("Whose it is.", related(webhook_by_id, "webhook_id"), rule=ADMINS_ONLY)


@strawberry.type(description="Where an integration is told of events, as the subscription of its document tells them.")
class Webhook(Node):
    id: strawberry.ID = plain("Opaque id, by which it is managed.", public_id(IdKind.WEBHOOK))
    integration: IntegrationRef | None = field(
        "Whose rights decide what is told.", related(integration_by_id, "integration_id"), rule=ADMINS_ONLY
    )
    url: str = plain("The address that events are posted to.")
    document: str = plain("The subscription that says what is told.")
    variables: str = plain("The document's variables, a JSON object.", resolvers.webhook.variables)
    status: WebhookStatus = plain("Whether it delivers.")
    stopped_because: WebhookStop | None = plain("Why the gateway stopped it.")
    is_failing: bool = plain("Whether the last attempt failed.", resolvers.webhook.is_failing)
    failing_since: datetime | None = plain("Since when nothing got through.")
    queue: WebhookQueue | None = plain("What waits; null when nothing does.", related(queue_by_webhook_id))
    deliveries: list[WebhookDelivery] | None = field(
        "The `first` of its deliveries (at most 100), the last queued first; the others are in "
        "`Partner.webhookDeliveries`.",
        first_of(deliveries_by_webhook_id),
        rule=ADMINS_ONLY,
        size=FIRST,
    )
    secret_since: datetime = plain("Since when it has its secret.")
    previous_secret_ends_at: datetime | None = plain(
        "Until when deliveries are signed by the secret before as well.", column("old_secret_ends_at")
    )
    created_at: datetime = plain("When it was made.")
    created_by: ColleagueRef | None = field(
        "Who made it.", related(colleague_by_id, "created_by"), rule=PEOPLE, nullable=True
    )
    version: int = plain("Rises with every change.")
