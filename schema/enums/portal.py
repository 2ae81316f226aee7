"""The portal itself: its menu, its digests, the firm's own company, and the ways in, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.DigestFrequency,
    "How often a digest is sent, at 10:00 in the firm's time zone.",
    DAILY="Mondays to Fridays, when a client asks for attention.",
    WEEKLY="Once a week, on Mondays.",
    MONTHLY="On the first Monday of the month.",
    OFF="Not at all.",
)
describe(
    words.OwnCompanyStatus,
    "Where the firm's own account stands.",
    NONE="Nobody has asked for one.",
    CREATING="The platform was asked for it.",
    ACTIVE="It is there.",
    FAILED="The platform declined, and says why; it can be asked again.",
)
describe(
    words.OriginKind,
    "By which way a change came in.",
    HTTP="By a request.",
    WEBSOCKET="By a message on a socket.",
    CLI="By a command of the operator.",
    WORKER="By background work: time, mails, the platform's answers.",
)
describe(
    words.MenuEntry,
    "An entry of the portal's menu.",
    BOOKKEEPING="Clients, their months and what asks for attention.",
    PENDING_CLIENTS="Invites, and clients on their way to verification.",
    ACADEMY="Courses and certificates.",
    PRICING_CALCULATOR="What a plan would cost a client.",
    PARTNERSHIP="Agreement, tier, points and referrals.",
    PEOPLE="Colleagues, teams and assignments.",
    COMPANY="The firm's details, and its own account.",
    RESOURCES="Material for the work with clients.",
)
