"""Machine clients, their scopes and their webhooks."""

from domain.vocabulary.word import Word


class Scope(Word):
    """OAuth 2.0 scopes of machine clients: of a firm's integrations, and the last one of the platform's operators."""

    CLIENTS_READ = "clients:read"
    BOOKKEEPING_READ = "bookkeeping:read"
    BILLING_READ = "billing:read"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    INVITES_READ = "invites:read"
    INVITES_WRITE = "invites:write"
    PARTNER_READ = "partner:read"
    FACTS_WRITE = "facts:write"
    AUDIT_READ = "audit:read"
    PLATFORM_OPERATE = "platform:operate"


# What a firm may give its integrations.
OF_FIRMS = frozenset(Scope) - {Scope.PLATFORM_OPERATE}


class IntegrationStatus(Word):
    """Whether an integration may sign in; its end comes by itself."""

    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    EXPIRED = "EXPIRED"


class SecretKind(Word):
    """What lets somebody speak for an integration, or sign for a webhook."""

    INTEGRATION_SECRET = "INTEGRATION_SECRET"  # noqa: S105
    INTEGRATION_KEY = "INTEGRATION_KEY"
    WEBHOOK_SECRET = "WEBHOOK_SECRET"  # noqa: S105


class WebhookStatus(Word):
    """Whether a webhook delivers."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"


class WebhookStop(Word):
    """Why the gateway stopped a webhook by itself."""

    FAILING = "FAILING"
    GONE = "GONE"
    UNREADABLE = "UNREADABLE"


class DeliveryKind(Word):
    """What a delivery tells of."""

    EVENT = "EVENT"
    TEST = "TEST"
    RESYNC = "RESYNC"


class DeliveryStatus(Word):
    """What became of a delivery."""

    QUEUED = "QUEUED"
    DELIVERED = "DELIVERED"
    GIVEN_UP = "GIVEN_UP"
    WITHHELD = "WITHHELD"
