"""What a client lets a firm do, and how that is asked for, described."""

import strawberry

from domain import vocabulary as words
from domain.access import ViewerKind
from domain.denial import AccessChange, Factor
from schema.enums.describe import describe

describe(
    words.AccessLevel,
    "What the client lets the firm do in its account.",
    LIMITED="Expenses, accounting, verification, balances.",
    EXTENDED="Also users, cards, spending limits.",
)
describe(
    words.Grant,
    "A permission that the client adds on top of the level.",
    MANAGE_TRANSFER_RULES="Set rules by which money is moved.",
    SEND_REIMBURSEMENTS="Send people what they laid out.",
    PAY_INVOICES="Pay the client's invoices.",
)
describe(
    words.Capability,
    "Something that can be done in a client's account.",
    SEE_EXPENSES="See the expenses of the client's people.",
    EDIT_EXPENSES="Edit expenses and their receipts.",
    EXPORT_EXPENSES="Export expenses to accounting.",
    MANAGE_ACCOUNTING="Change accounting settings.",
    MANAGE_COMPANY="Change company settings.",
    HELP_VERIFICATION="Help with verification.",
    SEE_BALANCES="See the balances of the wallet.",
    MOVE_MONEY="Withdraw, move and add money.",
    MANAGE_USERS="Add, change and remove the client's users.",
    ORDER_CARDS="Order cards for the client's people.",
    SET_SPENDING_LIMITS="Set how much a card or person may spend.",
    MANAGE_VENDOR_CARDS="Order and change cards for single vendors.",
    MANAGE_TRANSFER_RULES="Set rules by which money is moved; needs the grant.",
    SEND_REIMBURSEMENTS="Send people what they laid out; needs the grant.",
    PAY_INVOICES="Pay the client's invoices; needs the grant.",
)
describe(
    words.AccessStatus,
    "Whether the firm's access to a client lives.",
    ACTIVE="The firm has access.",
    SUSPENDED="The power of attorney is revoked.",
    DISCONNECTED="Over for good.",
)
describe(
    words.GrantDirection,
    "Who came up with a grant.",
    FIRM_ASKS="The firm asks, the client answers.",
    CLIENT_OFFERS="The client offers, the firm answers.",
)
describe(
    words.GrantRequestStatus,
    "Where a grant request stands.",
    PENDING="Waits for the answer.",
    GRANTED="The firm has the grant.",
    DECLINED="Whoever was asked said no.",
    CANCELLED="Taken back, or closed with the connection.",
    EXPIRED="Nobody answered in time.",
    REVOKED="Granted, and taken back later by the client.",
)
describe(
    ViewerKind,
    "As whom a request comes.",
    ANONYMOUS="Without a token.",
    PERSON="Signed in, but no active colleague of the firm.",
    COLLEAGUE="An active colleague.",
    INTEGRATION="A machine client of the firm.",
    OPERATOR="A machine client of the platform's operators.",
)
strawberry.enum(Factor, name="AccessFactor")
describe(
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
describe(
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
