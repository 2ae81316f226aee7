"""The closed word lists of the portal; every stored code and every GraphQL enum comes from here."""

from enum import IntEnum, StrEnum


class Word(StrEnum):
    """A closed list of words whose stored form is the word itself."""


class Role(Word):
    """What a colleague is in the firm."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    BOOKKEEPER = "BOOKKEEPER"
    VIEWER = "VIEWER"


ADMINS = frozenset({Role.OWNER, Role.ADMIN})
EVERY_ROLE = frozenset(Role)


class ColleagueStatus(Word):
    """Where a colleague's membership stands; only ACTIVE ones may act or be assigned."""

    INVITED = "INVITED"
    ACTIVE = "ACTIVE"
    DEACTIVATED = "DEACTIVATED"


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


class OwnCompanyStatus(Word):
    """Where the firm's own account on the platform stands."""

    NONE = "NONE"
    CREATING = "CREATING"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"


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


class ClientStatus(Word):
    """Where a client stands in the portal: in Pending clients, in Bookkeeping, or gone."""

    ONBOARDING = "ONBOARDING"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DISCONNECTED = "DISCONNECTED"


class OnboardingStatus(Word):
    """The way from an accepted invite to a verified company."""

    DETAILS_PENDING = "DETAILS_PENDING"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    INFO_REQUESTED = "INFO_REQUESTED"
    REJECTED = "REJECTED"
    ABANDONED = "ABANDONED"
    VERIFIED = "VERIFIED"


class WaitingOn(Word):
    """Whose turn it is."""

    CLIENT = "CLIENT"
    PARTNER = "PARTNER"
    PLATFORM = "PLATFORM"


class CompanySize(Word):
    """Number of employees."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class InviteKind(Word):
    """Who is invited, and by whom."""

    CLIENT = "CLIENT"
    INBOUND = "INBOUND"
    COLLEAGUE = "COLLEAGUE"


class InviteStatus(Word):
    """The states of every kind of invite; the machines in `domain.invite` say which apply."""

    SENT = "SENT"
    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    BOUNCED = "BOUNCED"
    WITHDRAWN = "WITHDRAWN"


class ApplicationStatus(Word):
    """The states of a firm's application to become a partner; `domain.applying` says which follow which."""

    INVITED = "INVITED"
    SUBMITTED = "SUBMITTED"
    WEBINAR_SENT = "WEBINAR_SENT"
    WEBINAR_WATCHED = "WEBINAR_WATCHED"
    AGREEMENT_SENT = "AGREEMENT_SENT"
    AGREED = "AGREED"
    JOINED = "JOINED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


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


class AssignmentStatus(Word):
    """Whether a colleague works on a client now."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class AssignmentSource(Word):
    """Why a colleague works on a client."""

    DIRECT = "DIRECT"
    TEAM = "TEAM"


class AttentionLevel(IntEnum):
    """How urgently a client asks for work."""

    NONE = 0
    INFO = 1
    WARNING = 2
    CRITICAL = 3


class SignalKind(Word):
    """The facts on a client that ask for work."""

    MISSING_RECEIPTS = "MISSING_RECEIPTS"
    EXPORT_PENDING = "EXPORT_PENDING"
    MONTH_END_BEHIND = "MONTH_END_BEHIND"
    LOW_BALANCE = "LOW_BALANCE"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    VERIFICATION_STUCK = "VERIFICATION_STUCK"
    INVITE_STALE = "INVITE_STALE"
    GRANT_PENDING = "GRANT_PENDING"
    POA_MISSING = "POA_MISSING"
    BILLING_BLOCKED = "BILLING_BLOCKED"
    UNASSIGNED = "UNASSIGNED"
    INTEGRATION_BROKEN = "INTEGRATION_BROKEN"
    EXPORT_JOB_STUCK = "EXPORT_JOB_STUCK"
    DATA_STALE = "DATA_STALE"


class AttentionLimit(Word):
    """The limits of the attention rules that firms may set; `domain.attention_rules.limits` says of what."""

    RECEIPTS_MANY = "RECEIPTS_MANY"
    RECEIPTS_OLD = "RECEIPTS_OLD"
    RECEIPTS_OVERDUE = "RECEIPTS_OVERDUE"
    CUT_OFF_DAY = "CUT_OFF_DAY"
    MONTH_END_OVERDUE = "MONTH_END_OVERDUE"
    SPEND_DAYS = "SPEND_DAYS"
    DETAILS_OVER = "DETAILS_OVER"
    INFO_REQUESTED_OVER = "INFO_REQUESTED_OVER"
    REVIEW_OVER = "REVIEW_OVER"
    INVITE_UNOPENED_FOR = "INVITE_UNOPENED_FOR"
    INVITE_EXPIRES_WITHIN = "INVITE_EXPIRES_WITHIN"
    GRANT_UNANSWERED_FOR = "GRANT_UNANSWERED_FOR"
    EXPORT_JOB_FOR = "EXPORT_JOB_FOR"
    FACTS_OVER = "FACTS_OVER"


class LimitUnit(Word):
    """What the number of a limit counts."""

    THINGS = "THINGS"
    MINUTES = "MINUTES"
    DAYS = "DAYS"
    BUSINESS_DAYS = "BUSINESS_DAYS"
    DAY_OF_MONTH = "DAY_OF_MONTH"


class ThresholdSource(Word):
    """Who set the threshold that fired; the later of these wins."""

    PRODUCT = "PRODUCT"
    PARTNER = "PARTNER"
    CLIENT = "CLIENT"


class ChangeReason(Word):
    """What changed a client's attention."""

    FACTS = "FACTS"
    TIME = "TIME"
    PEOPLE = "PEOPLE"


class OriginKind(Word):
    """By which way a change came in."""

    HTTP = "HTTP"
    WEBSOCKET = "WEBSOCKET"
    CLI = "CLI"
    WORKER = "WORKER"


class DueKind(Word):
    """What is looked at when its moment has come; PARTNER means all clients of a firm.

    PARTNERSHIP is a firm's tier; JOINED_REFERRAL, filed by a new firm, is the referral that brought it.
    """

    CLIENT = "CLIENT"
    INVITE = "INVITE"
    PARTNER = "PARTNER"
    HELD_FACTS = "HELD_FACTS"
    PARTNERSHIP = "PARTNERSHIP"
    REFERRAL = "REFERRAL"
    JOINED_REFERRAL = "JOINED_REFERRAL"
    DIGEST = "DIGEST"
    APPLICATION = "APPLICATION"
    CERTIFICATE = "CERTIFICATE"


class DigestFrequency(Word):
    """How often a digest is sent; OFF is never."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    OFF = "OFF"


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


class PartnerTier(Word):
    """How close the partnership is, the lowest first."""

    BRONZE = "BRONZE"
    SILVER = "SILVER"
    GOLD = "GOLD"
    PLATINUM = "PLATINUM"


class PointsKind(Word):
    """Why points were given, or taken back."""

    CLIENT_CONNECTED = "CLIENT_CONNECTED"
    CLIENT_LEFT = "CLIENT_LEFT"
    COLLEAGUE_CERTIFIED = "COLLEAGUE_CERTIFIED"
    CERTIFICATE_RENEWED = "CERTIFICATE_RENEWED"
    REFERRAL_WON = "REFERRAL_WON"
    MONTH_ON_TIME = "MONTH_ON_TIME"


class TierRequirementKind(Word):
    """What a tier asks of a firm."""

    POINTS = "POINTS"
    ACTIVE_CLIENTS = "ACTIVE_CLIENTS"
    CERTIFIED_COLLEAGUES = "CERTIFIED_COLLEAGUES"


class ReferralKind(Word):
    """Who is referred: another accountancy firm, or a company that might become a client."""

    FIRM = "FIRM"
    COMPANY = "COMPANY"


class ReferralStatus(Word):
    """Where a referral stands."""

    SENT = "SENT"
    JOINED = "JOINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class Topic(Word):
    """What a course or a resource is about."""

    BOOKKEEPING = "BOOKKEEPING"
    MONTH_END = "MONTH_END"
    RECEIPTS = "RECEIPTS"
    VAT = "VAT"
    CARDS = "CARDS"
    ONBOARDING = "ONBOARDING"
    INTEGRATIONS = "INTEGRATIONS"
    SECURITY = "SECURITY"
    ADVISORY = "ADVISORY"
    MARKETING = "MARKETING"


class CourseLevel(Word):
    """For whom a course is."""

    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class LessonKind(Word):
    """What is done in a lesson."""

    VIDEO = "VIDEO"
    READING = "READING"
    QUIZ = "QUIZ"


class ResourceKind(Word):
    """What a resource is."""

    TEMPLATE = "TEMPLATE"
    CHECKLIST = "CHECKLIST"
    GUIDE = "GUIDE"
    VIDEO = "VIDEO"
    BRAND = "BRAND"


class EnrolmentStatus(Word):
    """Where a colleague stands in a course; the machine in `domain.academy` says what follows."""

    ENROLLED = "ENROLLED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    LEFT = "LEFT"


class CertificateStatus(Word):
    """Whether a certificate holds; the machine in `domain.academy` says what follows."""

    VALID = "VALID"
    RENEWAL_DUE = "RENEWAL_DUE"
    EXPIRED = "EXPIRED"
    RENEWED = "RENEWED"


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
