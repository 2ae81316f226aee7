"""Signals, their limits, and what makes them change, described."""

from domain import vocabulary as words
from domain.attention_rules import LIMITS
from schema.enums.describe import describe

describe(
    words.AttentionLevel,
    "How urgently a client asks for work.",
    NONE="Not at all.",
    INFO="Good to know.",
    WARNING="Should be dealt with.",
    CRITICAL="Work is needed now.",
)
describe(
    words.SignalKind,
    "A fact on a client that asks for work.",
    MISSING_RECEIPTS="Expenses without a receipt.",
    EXPORT_PENDING="Expenses of a month that is over are ready to export.",
    MONTH_END_BEHIND="A past month is not fully exported after the firm's cut-off day.",
    LOW_BALANCE="The wallet runs low.",
    NEEDS_REVIEW="Expenses wait for details.",
    VERIFICATION_STUCK="Verification does not move.",
    INVITE_STALE="An invite is not opened, or about to expire: it stands on the invite (`signal`), never on a client.",
    GRANT_PENDING="A grant request has no answer.",
    POA_MISSING="The power of attorney is missing or revoked.",
    BILLING_BLOCKED="The client's subscription is blocked.",
    UNASSIGNED="Nobody works on the client.",
    INTEGRATION_BROKEN="The client's accounting connection is broken.",
    EXPORT_JOB_STUCK="An export has been running for over an hour.",
    DATA_STALE="No facts from the platform for over an hour.",
)
describe(
    words.AttentionLimit,
    "The limits of attention rules that can be set.",
    **{limit.name: LIMITS[limit].meaning for limit in words.AttentionLimit},
)
describe(
    words.LimitUnit,
    "What the number of a limit counts.",
    THINGS="A number of things, such as receipts.",
    MINUTES="A number of minutes.",
    DAYS="A number of calendar days.",
    BUSINESS_DAYS="Days from Monday to Friday.",
    DAY_OF_MONTH="A day of a month; longer than the month means its last.",
)
describe(
    words.ThresholdSource,
    "Who set a threshold.",
    PRODUCT="Nobody: it is the product's.",
    PARTNER="The firm, for all its clients.",
    CLIENT="The client itself, or the firm for this client.",
)
