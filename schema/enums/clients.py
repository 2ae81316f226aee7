"""Where a client stands, and what is known of it, described."""

from domain import vocabulary as words
from domain.handover import ClientAccountPage
from loaders.client import ClientOrderField
from schema.enums.describe import describe

describe(
    words.ClientStatus,
    "Where a client stands in the portal.",
    ONBOARDING="In Pending clients, on its way to verification.",
    ACTIVE="In Bookkeeping, with access.",
    SUSPENDED="In Bookkeeping, but without access.",
    DISCONNECTED="No longer a client; its history stays.",
)
describe(
    words.OnboardingStatus,
    "The way from an accepted invite to a verified company.",
    DETAILS_PENDING="The client has to give details.",
    SUBMITTED="The details are handed in.",
    IN_REVIEW="Under review, 2 to 4 business days.",
    INFO_REQUESTED="The reviewer asked the client for more.",
    REJECTED="Turned down; may be started again.",
    ABANDONED="Given up for good.",
    VERIFIED="The company is verified; the client is in Bookkeeping.",
)
describe(
    words.WaitingOn,
    "Whose turn it is.",
    CLIENT="The client has to act.",
    PARTNER="The firm has to act.",
    PLATFORM="The platform has to act.",
)
describe(
    words.CompanySize,
    "Number of employees.",
    MICRO="1 to 9 employees.",
    SMALL="10 to 49 employees.",
    MEDIUM="50 to 249 employees.",
    LARGE="250 employees and more.",
)
describe(
    ClientOrderField,
    "What clients can be ordered by.",
    NAME="The name people use; neither case nor accents matter.",
    ATTENTION="Attention: level, number of signals, oldest signal, name.",
    BALANCE="Wallet balance, within each currency.",
    SIGNAL_COUNT="The count of the kind in `signal`; clients without it count 0, so DESC has them last, by name.",
    SIGNAL_AMOUNT="The amount of the kind in `signal`, within each currency; clients without it have none.",
    SIGNAL_AGE="The age of the kind in `signal`, DESC the oldest first; clients without it have the least.",
)
describe(
    ClientAccountPage,
    "A page of a client's account on the platform.",
    OVERVIEW="Where the account begins.",
    EXPENSES="The list of its expenses.",
    EXPORT="Where expenses are exported.",
    ACCOUNTING="The settings of its accounting.",
    COMPANY="The settings of the company.",
    VERIFICATION="Verification of the company.",
    CASH_MANAGEMENT="Where money is moved.",
    USERS="Users; needs EXTENDED.",
    CARDS="Ordering cards; needs EXTENDED.",
    SPENDING_LIMITS="Spending limits; needs EXTENDED.",
    VENDOR_CARDS="Vendor cards; needs EXTENDED.",
    TRANSFER_RULES="Transfer rules; needs the grant MANAGE_TRANSFER_RULES.",
    REIMBURSEMENTS="Reimbursements; needs the grant SEND_REIMBURSEMENTS.",
    INVOICES="Paying invoices; needs the grant PAY_INVOICES.",
)
