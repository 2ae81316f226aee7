"""Plans, subscriptions and invoices, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.Plan,
    "The plan of a client's subscription.",
    STARTER="The smallest plan.",
    ESSENTIALS="The plan above STARTER.",
    PRO="The plan above ESSENTIALS.",
    PREMIUM="The largest plan, above PRO.",
)
describe(
    words.BillingPeriod,
    "How often a subscription is invoiced.",
    MONTHLY="One invoice for every month.",
    YEARLY="One invoice for every year.",
)
describe(
    words.SubscriptionStatus,
    "Whether a client's subscription is paid for.",
    TRIAL="Free for now.",
    ACTIVE="It is paid for.",
    PAST_DUE="A payment is late.",
    BLOCKED="Blocked for lack of payment.",
    CANCELLED="It has ended.",
)
describe(
    words.InvoiceStatus,
    "Where an invoice stands.",
    OPEN="To be paid.",
    PAID="Paid in full.",
    OVERDUE="Past its due date.",
    VOID="Taken back; nothing is owed.",
)
