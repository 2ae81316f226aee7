"""The portal itself: its menu, its digests, the firm's own company, and the ways in."""

from domain.vocabulary.word import Word


class OwnCompanyStatus(Word):
    """Where the firm's own account on the platform stands."""

    NONE = "NONE"
    CREATING = "CREATING"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"


class OriginKind(Word):
    """By which way a change came in."""

    HTTP = "HTTP"
    WEBSOCKET = "WEBSOCKET"
    CLI = "CLI"
    WORKER = "WORKER"


class DigestFrequency(Word):
    """How often a digest is sent; OFF is never."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    OFF = "OFF"


class MenuEntry(Word):
    """The entries of the portal's menu."""

    BOOKKEEPING = "BOOKKEEPING"
    PENDING_CLIENTS = "PENDING_CLIENTS"
    ACADEMY = "ACADEMY"
    PRICING_CALCULATOR = "PRICING_CALCULATOR"
    PARTNERSHIP = "PARTNERSHIP"
    PEOPLE = "PEOPLE"
    COMPANY = "COMPANY"
    RESOURCES = "RESOURCES"
