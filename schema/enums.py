"""The domain's closed word lists as GraphQL enums, each value described."""

from enum import Enum
from typing import Any

import strawberry

from domain import changes
from domain import vocabulary as words
from domain.access import ViewerKind
from domain.attention_rules import LIMITS
from domain.denial import AccessChange, Factor
from domain.errors import UserErrorCode
from domain.handover import ClientAccountPage
from loaders.client import ClientOrderField


def _describe(enum: type[Enum], description: str, **values: str) -> None:
    """Completes what an input may have registered before, so that the order of imports changes nothing."""
    if not hasattr(enum, _DEFINITION):
        strawberry.enum(enum)
    definition: Any = getattr(enum, _DEFINITION)
    definition.description = description
    for value in definition.values:
        value.description = values[value.name]


_DEFINITION = "__strawberry_definition__"

_describe(
    words.Role,
    "What a colleague is in the firm.",
    OWNER="An admin who cannot be removed by others.",
    ADMIN="Sees all clients and manages the firm.",
    BOOKKEEPER="Works on assigned clients.",
    VIEWER="Reads what concerns assigned clients.",
)
_describe(
    words.ColleagueStatus,
    "Where a colleague's membership stands.",
    INVITED="Has not accepted yet.",
    ACTIVE="Works at the firm.",
    DEACTIVATED="Has left; nothing is allowed any more.",
)
_describe(
    words.DigestFrequency,
    "How often a digest is sent, at 10:00 in the firm's time zone.",
    DAILY="Mondays to Fridays, when a client asks for attention.",
    WEEKLY="On Mondays.",
    MONTHLY="On the first Monday of the month.",
    OFF="Never.",
)
_describe(
    words.Scope,
    "What a machine client may do: a firm's integration, and (the last) an operator of the platform.",
    **{scope.name: f"`{scope.value}`" for scope in words.Scope},
)
_describe(
    words.IntegrationStatus,
    "Whether an integration may sign in.",
    ACTIVE="It may.",
    DISABLED="An admin switched it off.",
    EXPIRED="Its time is over.",
)
_describe(
    words.OwnCompanyStatus,
    "Where the firm's own account stands.",
    NONE="Nobody has asked for one.",
    CREATING="The platform was asked for it.",
    ACTIVE="It is there.",
    FAILED="The platform declined, and says why; it can be asked again.",
)
_describe(
    words.WebhookStatus,
    "Whether a webhook delivers.",
    ACTIVE="It does.",
    PAUSED="An admin paused it; events wait in the log.",
    STOPPED="The gateway stopped it, see `stoppedBecause`; events wait in the log.",
)
_describe(
    words.WebhookStop,
    "Why the gateway stopped a webhook.",
    FAILING="Nothing got through for three days.",
    GONE="The receiver answered 410 Gone.",
    UNREADABLE="The document does not fit the schema any more, or the secret cannot be read.",
)
_describe(
    words.DeliveryKind,
    "What a delivery tells of.",
    EVENT="A payload of the document's subscription.",
    TEST="Nothing: somebody asked for a test.",
    RESYNC="Events are gone from the log that were never told: read the present state by a query.",
)
_describe(
    words.DeliveryStatus,
    "What became of a delivery.",
    QUEUED="It waits: now due, to be tried again, or behind another one of its client.",
    DELIVERED="The receiver answered with a 2xx status.",
    GIVEN_UP="It did not get through within 24 hours; a test is tried once.",
    WITHHELD="By the time it was due, the integration might not know of it any more.",
)
_describe(
    words.OriginKind,
    "By which way a change came in.",
    HTTP="By a request.",
    WEBSOCKET="By a message on a socket.",
    CLI="By a command of the operator.",
    WORKER="By background work: time, mails, the platform's answers.",
)
_describe(
    words.AccessLevel,
    "What the client lets the firm do in its account.",
    LIMITED="Expenses, accounting, verification, balances.",
    EXTENDED="Also users, cards, spending limits.",
)
_describe(
    words.Grant,
    "A permission that the client adds on top of the level.",
    MANAGE_TRANSFER_RULES="Manage transfer rules.",
    SEND_REIMBURSEMENTS="Send reimbursements.",
    PAY_INVOICES="Pay invoices.",
)
_describe(
    words.Capability,
    "Something that can be done in a client's account.",
    SEE_EXPENSES="See expenses.",
    EDIT_EXPENSES="Edit expenses.",
    EXPORT_EXPENSES="Export expenses to accounting.",
    MANAGE_ACCOUNTING="Change accounting settings.",
    MANAGE_COMPANY="Change company settings.",
    HELP_VERIFICATION="Help with verification.",
    SEE_BALANCES="See balances.",
    MOVE_MONEY="Withdraw, move and add money.",
    MANAGE_USERS="Manage users.",
    ORDER_CARDS="Order cards.",
    SET_SPENDING_LIMITS="Set spending limits.",
    MANAGE_VENDOR_CARDS="Manage vendor cards.",
    MANAGE_TRANSFER_RULES="Manage transfer rules.",
    SEND_REIMBURSEMENTS="Send reimbursements.",
    PAY_INVOICES="Pay invoices.",
)
_describe(
    words.AccessStatus,
    "Whether the firm's access to a client lives.",
    ACTIVE="The firm has access.",
    SUSPENDED="The power of attorney is revoked.",
    DISCONNECTED="Over for good.",
)
_describe(
    words.ClientStatus,
    "Where a client stands in the portal.",
    ONBOARDING="In Pending clients, on its way to verification.",
    ACTIVE="In Bookkeeping.",
    SUSPENDED="In Bookkeeping, but without access.",
    DISCONNECTED="No longer a client; its history stays.",
)
_describe(
    words.OnboardingStatus,
    "The way from an accepted invite to a verified company.",
    DETAILS_PENDING="The client has to give details.",
    SUBMITTED="Handed in.",
    IN_REVIEW="Under review, 2 to 4 business days.",
    INFO_REQUESTED="The reviewer asked the client for more.",
    REJECTED="Turned down; may be started again.",
    ABANDONED="Given up.",
    VERIFIED="Done.",
)
_describe(
    words.WaitingOn,
    "Whose turn it is.",
    CLIENT="The client's.",
    PARTNER="The firm's.",
    PLATFORM="The platform's.",
)
_describe(
    words.CompanySize,
    "Number of employees.",
    MICRO="1 to 9.",
    SMALL="10 to 49.",
    MEDIUM="50 to 249.",
    LARGE="250 and more.",
)
_describe(
    words.InviteKind,
    "Who is invited, and by whom.",
    CLIENT="A new client, by the firm.",
    INBOUND="The firm, by a client on the platform.",
    COLLEAGUE="A colleague, by the firm.",
)
_describe(
    words.InviteStatus,
    "Where an invite stands.",
    SENT="Mailed, no answer yet.",
    RECEIVED="Came in, no answer yet.",
    ACCEPTED="Accepted.",
    DECLINED="Declined.",
    CANCELLED="Taken back by the firm.",
    EXPIRED="Too late to answer.",
    BOUNCED="The mail could not be delivered.",
    WITHDRAWN="Taken back by the client.",
)
_describe(
    words.ApplicationStatus,
    "Where a firm's application to become a partner stands.",
    INVITED="A client invited the practice, which has not described itself yet.",
    SUBMITTED="Came in; the next mail follows at once.",
    WEBINAR_SENT="The mail with the recorded webinar is out.",
    WEBINAR_WATCHED="The webinar was watched; the agreement follows at once.",
    AGREEMENT_SENT="The mail with the tentative agreement is out.",
    AGREED="The firm is a partner.",
    JOINED="The firm was a partner already: its admins were asked to let the applicant in.",
    REJECTED="Turned down by an operator.",
    WITHDRAWN="Taken back by the applicant, or replaced by a later one that was agreed.",
    EXPIRED="Too late to go on.",
)
_describe(
    words.GrantDirection,
    "Who came up with a grant.",
    FIRM_ASKS="The firm asks, the client answers.",
    CLIENT_OFFERS="The client offers, the firm answers.",
)
_describe(
    words.GrantRequestStatus,
    "Where a grant request stands.",
    PENDING="Waits for the answer.",
    GRANTED="The firm has the grant.",
    DECLINED="Turned down.",
    CANCELLED="Taken back, or closed with the connection.",
    EXPIRED="Nobody answered in time.",
    REVOKED="Granted, and taken back later by the client.",
)
_describe(
    words.AssignmentStatus,
    "Whether a colleague works on a client now.",
    ACTIVE="Yes.",
    ENDED="No longer.",
)
_describe(
    words.AssignmentSource,
    "Why a colleague works on a client.",
    DIRECT="Assigned personally.",
    TEAM="Through a team.",
)
_describe(
    words.AttentionLevel,
    "How urgently a client asks for work.",
    NONE="Not at all.",
    INFO="Good to know.",
    WARNING="Should be dealt with.",
    CRITICAL="Now.",
)
_describe(
    words.SignalKind,
    "A fact on a client that asks for work.",
    MISSING_RECEIPTS="Expenses without a receipt.",
    EXPORT_PENDING="Expenses of a month that is over are ready to export.",
    MONTH_END_BEHIND="A past month is not fully exported after the firm's cut-off day.",
    LOW_BALANCE="The wallet runs low.",
    NEEDS_REVIEW="Expenses wait for details.",
    VERIFICATION_STUCK="Verification does not move.",
    INVITE_STALE="An invite is not opened, or about to expire.",
    GRANT_PENDING="A grant request has no answer.",
    POA_MISSING="The power of attorney is missing or revoked.",
    BILLING_BLOCKED="The client's subscription is blocked.",
    UNASSIGNED="Nobody works on the client.",
    INTEGRATION_BROKEN="The client's accounting connection is broken.",
    EXPORT_JOB_STUCK="An export has been running for over an hour.",
    DATA_STALE="No facts from the platform for over an hour.",
)
_describe(
    words.AttentionLimit,
    "The limits of attention rules that can be set.",
    **{limit.name: LIMITS[limit].meaning for limit in words.AttentionLimit},
)
_describe(
    words.LimitUnit,
    "What the number of a limit counts.",
    THINGS="Receipts.",
    MINUTES="Minutes.",
    DAYS="Days.",
    BUSINESS_DAYS="Days from Monday to Friday.",
    DAY_OF_MONTH="A day of a month; longer than the month means its last.",
)
_describe(
    words.ThresholdSource,
    "Who set a threshold.",
    PRODUCT="Nobody: it is the product's.",
    PARTNER="The firm, for all its clients.",
    CLIENT="The client itself, or the firm for this client.",
)
_describe(
    words.Plan,
    "The plan of a client's subscription.",
    STARTER="Starter.",
    ESSENTIALS="Essentials.",
    PRO="Pro.",
    PREMIUM="Premium.",
)
_describe(
    words.BillingPeriod,
    "How often a subscription is invoiced.",
    MONTHLY="Every month.",
    YEARLY="Every year.",
)
_describe(
    words.SubscriptionStatus,
    "Whether a client's subscription is paid for.",
    TRIAL="Free for now.",
    ACTIVE="Paid.",
    PAST_DUE="A payment is late.",
    BLOCKED="Blocked for lack of payment.",
    CANCELLED="Ended.",
)
_describe(
    words.InvoiceStatus,
    "Where an invoice stands.",
    OPEN="To be paid.",
    PAID="Paid.",
    OVERDUE="Past its due date.",
    VOID="Taken back.",
)
_describe(
    words.MenuEntry,
    "An entry of the portal's menu.",
    BOOKKEEPING="Bookkeeping.",
    PENDING_CLIENTS="Pending clients.",
    ACADEMY="Academy.",
    PRICING_CALCULATOR="Pricing calculator.",
    PARTNERSHIP="Partnership.",
    PEOPLE="People.",
    COMPANY="Company.",
    RESOURCES="Resources.",
)
_describe(
    ViewerKind,
    "As whom a request comes.",
    ANONYMOUS="Without a token.",
    PERSON="Signed in, but no active colleague of the firm.",
    COLLEAGUE="An active colleague.",
    INTEGRATION="A machine client of the firm.",
    OPERATOR="A machine client of the platform's operators.",
)
_describe(
    ClientOrderField,
    "What clients can be ordered by.",
    NAME="Name.",
    ATTENTION="Attention: level, number of signals, oldest signal, name.",
    BALANCE="Wallet balance, within each currency.",
    SIGNAL_COUNT="The count of one kind of signal.",
    SIGNAL_AMOUNT="The amount of one kind of signal, within each currency.",
    SIGNAL_AGE="The age of one kind of signal.",
)
_describe(
    UserErrorCode,
    "Why a mutation did not do what was asked.",
    **{code.name: code.meaning for code in UserErrorCode},
)
_describe(
    ClientAccountPage,
    "A page of a client's account on the platform.",
    OVERVIEW="Where the account begins.",
    EXPENSES="Expenses.",
    EXPORT="Exporting expenses.",
    ACCOUNTING="Accounting settings.",
    COMPANY="Company settings.",
    VERIFICATION="Verification of the company.",
    CASH_MANAGEMENT="Moving money.",
    USERS="Users; needs EXTENDED.",
    CARDS="Ordering cards; needs EXTENDED.",
    SPENDING_LIMITS="Spending limits; needs EXTENDED.",
    VENDOR_CARDS="Vendor cards; needs EXTENDED.",
    TRANSFER_RULES="Transfer rules; needs the grant MANAGE_TRANSFER_RULES.",
    REIMBURSEMENTS="Reimbursements; needs the grant SEND_REIMBURSEMENTS.",
    INVOICES="Paying invoices; needs the grant PAY_INVOICES.",
)
strawberry.enum(Factor, name="AccessFactor")
_describe(
    Factor,
    "A part of an effective right; each can be withdrawn separately.",
    AUTHENTICATION="A valid token.",
    MEMBERSHIP="An active membership in the firm.",
    ROLE="The colleague's role.",
    SCOPE="The integration's scopes.",
    CONNECTION="The client is connected with the firm.",
    POWER_OF_ATTORNEY="The client's authorisation.",
    LEVEL="The access level that the client set.",
    GRANT="A permission on top of the level.",
    ASSIGNMENT="A live assignment to the client; owners and admins do without.",
    RULE="The rule could be judged.",
)
_describe(
    AccessChange,
    "What can be changed to give somebody a right.",
    SIGN_IN="Send a valid token.",
    JOIN_FIRM="Become an active colleague of the firm.",
    ACTIVATE_COLLEAGUE="Make the membership active.",
    CHANGE_ROLE="Give the colleague another role.",
    ASSIGN_COLLEAGUE="Assign the colleague to the client.",
    GRANT_SCOPE="Give the integration another scope.",
    RESTORE_POWER_OF_ATTORNEY="Grant the power of attorney (again).",
    RAISE_LEVEL="Set a higher access level.",
    GRANT="Add a permission on top of the level.",
)
_describe(
    words.Topic,
    "What a course or a resource is about.",
    BOOKKEEPING="The daily work.",
    MONTH_END="Cut-off days, exports, closing.",
    RECEIPTS="Receipts and what they have to show.",
    VAT="Value added tax.",
    CARDS="Cards and the money on them.",
    ONBOARDING="New clients.",
    INTEGRATIONS="Accounting systems and programs.",
    SECURITY="Rights, fraud, safe ways to work.",
    ADVISORY="Advice to clients.",
    MARKETING="Telling of the firm.",
)
_describe(
    words.CourseLevel,
    "For whom a course is.",
    BEGINNER="For those who begin.",
    INTERMEDIATE="For those with some months of practice.",
    ADVANCED="For those with special tasks.",
)
_describe(
    words.EnrolmentStatus,
    "Where a colleague stands in a course.",
    ENROLLED="No lesson is begun.",
    IN_PROGRESS="Some lessons are to be done.",
    COMPLETED="All lessons are done.",
    LEFT="It was left before its end.",
)
_describe(
    words.CertificateStatus,
    "Whether a certificate holds.",
    VALID="It holds.",
    RENEWAL_DUE="It holds for 30 more days at the most: take the course again.",
    EXPIRED="It holds no more.",
    RENEWED="Another one has taken its place.",
)
_describe(
    words.LessonKind,
    "What is done in a lesson.",
    VIDEO="Something is watched.",
    READING="Something is read.",
    QUIZ="Questions are answered.",
)
_describe(
    words.ResourceKind,
    "What a resource is.",
    TEMPLATE="A text or sheet to adapt.",
    CHECKLIST="Steps to tick off.",
    GUIDE="An explanation to read.",
    VIDEO="Something to watch.",
    BRAND="Logos and the like.",
)
_describe(
    changes.AttentionCause,
    "Why a client's attention is told.",
    FACTS="Facts arrived.",
    TIME="Time passed.",
    PEOPLE="Somebody acted.",
    ACCESS="The client became yours to see, or ceased to be: `client` is null then.",
    SNAPSHOT="It is the state in which the stream begins.",
)
_describe(
    changes.PendingClientEvent,
    "What became of a client that is not there yet.",
    INVITE_SENT="The firm invited it.",
    INVITE_RESENT="The invite was sent again.",
    INVITE_RECEIVED="It invited the firm.",
    INVITE_OPENED="The invite was opened.",
    INVITE_ACCEPTED="The invite was accepted.",
    INVITE_DECLINED="The invite was declined.",
    INVITE_CANCELLED="The firm took the invite back.",
    INVITE_WITHDRAWN="The client took the invite back.",
    INVITE_EXPIRED="Nobody answered in time.",
    INVITE_BOUNCED="The mail could not be delivered.",
    CLIENT_CREATED="The client is there, on its way to verification.",
    ONBOARDING_MOVED="Its onboarding went a step on.",
)
_describe(
    changes.AssignmentEvent,
    "What became of an assignment.",
    STARTED="The colleague works on the client now.",
    REASON_ADDED="There is one more reason for it.",
    REASON_ENDED="There is one reason less for it.",
    ENDED="The colleague does not work on the client any more.",
)
_describe(
    changes.ColleagueEvent,
    "What became of a colleague.",
    INVITED="Was invited, or (told to admins) once more.",
    INVITE_ENDED="Did not accept (told to admins).",
    ACTIVATED="Joined the firm.",
    ROLE_CHANGED="Has another role.",
    DEACTIVATED="Left the firm.",
    REACTIVATED="Came back.",
    UPDATED="Has other details.",
)
_describe(
    changes.RightsEvent,
    "What became of your rights.",
    ROLE_CHANGED="You have another role.",
    SCOPES_CHANGED="The integration has other scopes.",
    ASSIGNED="You work on the client now.",
    UNASSIGNED="You do not work on the client any more.",
    LEVEL_CHANGED="The client set another access level.",
    GRANTS_CHANGED="The client gave or took a permission.",
    POWER_OF_ATTORNEY_GRANTED="The client granted the power of attorney.",
    POWER_OF_ATTORNEY_REVOKED="The client revoked the power of attorney.",
    DISCONNECTED="The client is disconnected from the firm.",
)
_describe(
    words.PartnerTier,
    "How close the partnership is.",
    BRONZE="Where every firm begins.",
    SILVER="Above BRONZE.",
    GOLD="Above SILVER.",
    PLATINUM="The highest.",
)
_describe(
    words.PointsKind,
    "Why points were given, or taken back.",
    CLIENT_CONNECTED="A client was connected and verified.",
    CLIENT_LEFT="Taken back: the client left within a year.",
    COLLEAGUE_CERTIFIED="A colleague has got a certificate; they count as long as it is valid.",
    CERTIFICATE_RENEWED="Taken back: a newer certificate of the course counts in its place.",
    REFERRAL_WON="Somebody who was referred has joined.",
    MONTH_ON_TIME="A month was exported by the firm's cut-off day, for so many clients.",
)
_describe(
    words.TierRequirementKind,
    "What a tier asks of a firm.",
    POINTS="Points that count now.",
    ACTIVE_CLIENTS="Clients that are connected and verified.",
    CERTIFIED_COLLEAGUES="Active colleagues with a valid certificate.",
)
_describe(
    words.ReferralKind,
    "Who is referred.",
    FIRM="Another accountancy firm, to become a partner.",
    COMPANY="A company, to become a client.",
)
_describe(
    words.ReferralStatus,
    "Where a referral stands.",
    SENT="Waits for them to join.",
    JOINED="They have joined.",
    EXPIRED="They did not join in time.",
    CANCELLED="The firm took it back.",
)
