"""Plans, subscriptions and invoices, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.Plan,
    "The plan of a client's subscription.",
    STARTER="Starter.",
    ESSENTIALS="Essentials.",
    PRO="Pro.",
    PREMIUM="Premium.",
)
describe(
    words.BillingPeriod,
    "How often a subscription is invoiced.",
    MONTHLY="Every month.",
    YEARLY="Every year.",
)
describe(
    words.SubscriptionStatus,
    "Whether a client's subscription is paid for.",
    TRIAL="Free for now.",
    ACTIVE="Paid.",
    PAST_DUE="A payment is late.",
    BLOCKED="Blocked for lack of payment.",
    CANCELLED="Ended.",
)
describe(
    words.InvoiceStatus,
    "Where an invoice stands.",
    OPEN="To be paid.",
    PAID="Paid.",
    OVERDUE="Past its due date.",
    VOID="Taken back.",
)
