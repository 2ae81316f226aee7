"""Inputs of webhooks: where an integration is told of what, from where on, and with which secret."""

from datetime import datetime

import strawberry

from domain.vocabulary import DeliveryStatus
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_ONE = id_of("webhook")
_VERSION = "Only if the webhook still has this version; otherwise CONFLICT."
_URL = (
    "Where to: https, port 443, a host of the public internet, no user name or password; at most 2,000 characters. "
    "Redirects are not followed."
)
_DOCUMENT = "One subscription that the integration may open, without `after` and `snapshot`."
_VARIABLES = "The document's variables, a JSON object; "
_OWN = (
    "A secret of yours, `whsec_` and 24 to 64 bytes in Base64, for receivers that have one already; "
    "left out, one is made."
)


@strawberry.input(description="A new webhook of an integration.")
class CreateWebhookInput:
    integration_id: strawberry.ID = strawberry.field(description="Whose rights decide what is told.")
    url: str = strawberry.field(description=_URL)
    document: str = strawberry.field(description=_DOCUMENT)
    variables: str | None = strawberry.field(default=None, description=_VARIABLES + "left out, it has none.")
    secret: str | None = strawberry.field(default=None, description=_OWN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Changes where a webhook delivers, or what; what is left out stays.")
class UpdateWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    url: str | None = strawberry.field(default=None, description=_URL)
    document: str | None = strawberry.field(default=None, description=_DOCUMENT)
    variables: str | None = strawberry.field(default=None, description=_VARIABLES + "`{}` for none.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Gives a webhook another secret.")
class RotateWebhookSecretInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    overlap_hours: int = strawberry.field(
        default=24, description="How long deliveries carry a signature by the secret before as well, 0 to 168."
    )
    secret: str | None = strawberry.field(default=None, description=_OWN)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Lets a webhook wait: events are told when it is resumed.")
class PauseWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="Lets a webhook that was paused or stopped deliver again.")
class ResumeWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="Removes a webhook, with its queue and its log.")
class DeleteWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="Sends a delivery that tells of nothing, also while the webhook does not deliver.")
class TestWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(one_of=True, description="From where on; one of them.")
class ReplayFrom:
    after: str | None = strawberry.field(
        default=strawberry.UNSET, description="What came after the `cursor` of a delivery."
    )
    delivery_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="This delivery and what came after it."
    )
    since: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="What was committed at this moment or later."
    )


@strawberry.input(description="Lets a webhook tell once more of what happened.")
class ReplayWebhookInput:
    webhook_id: strawberry.ID = strawberry.field(description=_ONE)
    start: ReplayFrom = strawberry.field(description="From where on.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Conditions that all hold; a list means any of its members.")
class DeliveryFilter:
    webhook_id: strawberry.ID | None = strawberry.field(default=None, description="Of this webhook.")
    client_id: strawberry.ID | None = strawberry.field(default=None, description="What concerns this client.")
    status: list[DeliveryStatus] | None = strawberry.field(default=None, description="In these states.")
