"""Machine clients, their scopes and their webhooks, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.Scope,
    "What a machine client may do: a firm's integration, and (the last) an operator of the platform.",
    **{scope.name: f"`{scope.value}`" for scope in words.Scope},
)
describe(
    words.IntegrationStatus,
    "Whether an integration may sign in.",
    ACTIVE="It may.",
    DISABLED="An admin switched it off.",
    EXPIRED="Its time is over.",
)
describe(
    words.WebhookStatus,
    "Whether a webhook delivers.",
    ACTIVE="It does.",
    PAUSED="An admin paused it; events wait in the log.",
    STOPPED="The gateway stopped it, see `stoppedBecause`; events wait in the log.",
)
describe(
    words.WebhookStop,
    "Why the gateway stopped a webhook.",
    FAILING="Nothing got through for three days.",
    GONE="The receiver answered 410 Gone.",
    UNREADABLE="The document does not fit the schema any more, or the secret cannot be read.",
)
describe(
    words.DeliveryKind,
    "What a delivery tells of.",
    EVENT="A payload of the document's subscription.",
    TEST="Nothing: somebody asked for a test.",
    RESYNC="Events are gone from the log that were never told: read the present state by a query.",
)
describe(
    words.DeliveryStatus,
    "What became of a delivery.",
    QUEUED="It waits: now due, to be tried again, or behind another one of its client.",
    DELIVERED="The receiver answered with a 2xx status.",
    GIVEN_UP="It did not get through within 24 hours; a test is tried once.",
    WITHHELD="By the time it was due, the integration might not know of it any more.",
)
