"""Machine clients, their scopes and their webhooks, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

_SCOPES = {
    words.Scope.CLIENTS_READ: "clients, and what the firm says of them.",
    words.Scope.BOOKKEEPING_READ: "clients' figures and balances, and what asks for attention.",
    words.Scope.BILLING_READ: "clients' subscriptions and invoices.",
    words.Scope.PEOPLE_READ: "colleagues, teams, assignments and certificates.",
    words.Scope.PEOPLE_WRITE: "inviting colleagues, their roles and leaving, teams and assignments.",
    words.Scope.INVITES_READ: "invites, and what they wait for.",
    words.Scope.INVITES_WRITE: "inviting clients.",
    words.Scope.PARTNER_READ: "the firm, on the way to all its lists.",
    words.Scope.FACTS_WRITE: "sending facts of the platform in.",
    words.Scope.AUDIT_READ: "who changed what that concerns the clients it sees.",
    words.Scope.PLATFORM_OPERATE: "operating the platform; no firm can give it.",
}

describe(
    words.Scope,
    "What a machine client may do: a firm's integration, and (the last) an operator of the platform.",
    **{scope.name: f"`{scope.value}`: {meant}" for scope, meant in _SCOPES.items()},
)
describe(
    words.IntegrationStatus,
    "Whether an integration may sign in.",
    ACTIVE="It may sign in.",
    DISABLED="An admin switched it off.",
    EXPIRED="Its time is over.",
)
describe(
    words.SecretKind,
    "What somebody may have kept that speaks for a program.",
    INTEGRATION_SECRET="The secret with which an integration signs in; end it by `rotateIntegrationSecret`.",  # noqa: S106
    INTEGRATION_KEY="The private half of a key that was registered; end it by `removeIntegrationKey`.",
    WEBHOOK_SECRET="The secret that signs a webhook's deliveries; end it by `rotateWebhookSecret`.",  # noqa: S106
)
describe(
    words.WebhookStatus,
    "Whether a webhook delivers.",
    ACTIVE="It is told of events.",
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
