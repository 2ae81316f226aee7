"""Webhooks, their secrets, and what they tell once more."""

import strawberry

import resolvers.webhooks.changing
import resolvers.webhooks.creating
import resolvers.webhooks.replaying
import resolvers.webhooks.secrets
import resolvers.webhooks.testing
from schema.cost import FREE
from schema.field import change
from schema.payloads.webhook import (
    CreateWebhookPayload,
    DeleteWebhookPayload,
    PauseWebhookPayload,
    ReplayWebhookPayload,
    ResumeWebhookPayload,
    RotateWebhookSecretPayload,
    TestWebhookPayload,
    UpdateWebhookPayload,
)
from schema.rules import ADMINS_ONLY


@strawberry.type(directives=FREE)
class WebhookMutations:
    create_webhook: CreateWebhookPayload | None = change(
        "Tells an integration of events from now on, with the secret that signs what it is sent.",
        resolvers.webhooks.creating.create_webhook,
        rule=ADMINS_ONLY,
    )
    update_webhook: UpdateWebhookPayload | None = change(
        "Where a webhook delivers, and what, from the next delivery on.",
        resolvers.webhooks.changing.update_webhook,
        rule=ADMINS_ONLY,
    )
    rotate_webhook_secret: RotateWebhookSecretPayload | None = change(
        "Another secret; the one before signs as well for `overlapHours`.",
        resolvers.webhooks.secrets.rotate_webhook_secret,
        rule=ADMINS_ONLY,
    )
    pause_webhook: PauseWebhookPayload | None = change(
        "Sends nothing until it is resumed.", resolvers.webhooks.changing.pause_webhook, rule=ADMINS_ONLY
    )
    resume_webhook: ResumeWebhookPayload | None = change(
        "Delivers again, from where it was.", resolvers.webhooks.changing.resume_webhook, rule=ADMINS_ONLY
    )
    delete_webhook: DeleteWebhookPayload | None = change(
        "Removes a webhook, with its queue and its log.", resolvers.webhooks.changing.delete_webhook, rule=ADMINS_ONLY
    )
    test_webhook: TestWebhookPayload | None = change(
        "Sends a delivery that tells of nothing, once.", resolvers.webhooks.testing.test_webhook, rule=ADMINS_ONLY
    )
    replay_webhook: ReplayWebhookPayload | None = change(
        "Goes back in the log, as far as it is kept, and tells what came after once more.",
        resolvers.webhooks.replaying.replay_webhook,
        rule=ADMINS_ONLY,
    )
