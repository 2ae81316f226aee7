"""What a client lets a firm do, and how that is asked for."""

from domain.vocabulary.word import Word


class AccessLevel(Word):
    """What the client lets the partner do in its account; set by the client."""

    LIMITED = "LIMITED"
    EXTENDED = "EXTENDED"


class Grant(Word):
    """A permission that a client adds on top of the access level."""

    MANAGE_TRANSFER_RULES = "MANAGE_TRANSFER_RULES"
    SEND_REIMBURSEMENTS = "SEND_REIMBURSEMENTS"
    PAY_INVOICES = "PAY_INVOICES"


class Capability(Word):
    """Something that can be done in a client's account."""

    SEE_EXPENSES = "SEE_EXPENSES"
    EDIT_EXPENSES = "EDIT_EXPENSES"
    EXPORT_EXPENSES = "EXPORT_EXPENSES"
    MANAGE_ACCOUNTING = "MANAGE_ACCOUNTING"
    MANAGE_COMPANY = "MANAGE_COMPANY"
    HELP_VERIFICATION = "HELP_VERIFICATION"
    SEE_BALANCES = "SEE_BALANCES"
    MOVE_MONEY = "MOVE_MONEY"
    MANAGE_USERS = "MANAGE_USERS"
    ORDER_CARDS = "ORDER_CARDS"
    SET_SPENDING_LIMITS = "SET_SPENDING_LIMITS"
    MANAGE_VENDOR_CARDS = "MANAGE_VENDOR_CARDS"
    MANAGE_TRANSFER_RULES = "MANAGE_TRANSFER_RULES"
    SEND_REIMBURSEMENTS = "SEND_REIMBURSEMENTS"
    PAY_INVOICES = "PAY_INVOICES"


class AccessStatus(Word):
    """Whether the partner's access to a client lives."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DISCONNECTED = "DISCONNECTED"


class GrantDirection(Word):
    """Who came up with a grant: the firm asks for it, or the client offers it."""

    FIRM_ASKS = "FIRM_ASKS"
    CLIENT_OFFERS = "CLIENT_OFFERS"


class GrantRequestStatus(Word):
    """The states of a grant request; the machine in `domain.granting` says which follow."""

    PENDING = "PENDING"
    GRANTED = "GRANTED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
