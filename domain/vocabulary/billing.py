"""Plans, subscriptions and invoices."""

from domain.vocabulary.word import Word


class Plan(Word):
    """The plan of a client's subscription."""

    STARTER = "STARTER"
    ESSENTIALS = "ESSENTIALS"
    PRO = "PRO"
    PREMIUM = "PREMIUM"


class BillingPeriod(Word):
    """How often a subscription is invoiced."""

    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class SubscriptionStatus(Word):
    """Whether a client's subscription is paid for."""

    TRIAL = "TRIAL"
    ACTIVE = "ACTIVE"
    PAST_DUE = "PAST_DUE"
    BLOCKED = "BLOCKED"
    CANCELLED = "CANCELLED"


class InvoiceStatus(Word):
    """Where an invoice to a client stands."""

    OPEN = "OPEN"
    PAID = "PAID"
    OVERDUE = "OVERDUE"
    VOID = "VOID"
