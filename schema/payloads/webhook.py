"""What the mutations of webhooks answer."""

import strawberry

from loaders.integration import integration_by_id
from loaders.webhook import delivery_by_id, webhook_by_id
from resolvers.outcome import changed, told, unsealed
from schema.cost import FREE
from schema.field import field, plain
from schema.integration import Integration
from schema.payload import Payload
from schema.rules import ADMINS_ONLY
from schema.webhook import Webhook, WebhookDelivery


def _webhook() -> Webhook | None:
    found: Webhook | None = field(
        "The webhook, as it is now.", changed(webhook_by_id, "webhook"), rule=ADMINS_ONLY, nullable=True
    )
    return found


def _secret() -> str | None:
    shown: str | None = plain(
        "The secret, shown here and never again (but for the same `idempotencyKey`).", unsealed("secret")
    )
    return shown


@strawberry.type(description="The answer to `createWebhook`.", directives=FREE)
class CreateWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()
    secret: str | None = _secret()


@strawberry.type(description="The answer to `updateWebhook`.", directives=FREE)
class UpdateWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()


@strawberry.type(description="The answer to `rotateWebhookSecret`.", directives=FREE)
class RotateWebhookSecretPayload(Payload):
    webhook: Webhook | None = _webhook()
    secret: str | None = _secret()


@strawberry.type(description="The answer to `pauseWebhook`.", directives=FREE)
class PauseWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()


@strawberry.type(description="The answer to `resumeWebhook`.", directives=FREE)
class ResumeWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()


@strawberry.type(description="The answer to `deleteWebhook`.", directives=FREE)
class DeleteWebhookPayload(Payload):
    deleted_webhook_id: strawberry.ID | None = plain("The webhook that is gone.", told("deleted"))
    integration: Integration | None = field(
        "Whose it was.", changed(integration_by_id, "integration"), rule=ADMINS_ONLY, nullable=True
    )


@strawberry.type(description="The answer to `testWebhook`.", directives=FREE)
class TestWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()
    delivery: WebhookDelivery | None = field(
        "The delivery; look again for what becomes of it.",
        changed(delivery_by_id, "delivery"),
        rule=ADMINS_ONLY,
        nullable=True,
    )


@strawberry.type(description="The answer to `replayWebhook`.", directives=FREE)
class ReplayWebhookPayload(Payload):
    webhook: Webhook | None = _webhook()
