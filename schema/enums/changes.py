"""What the subscriptions tell of, described."""

from domain import changes
from schema.enums.describe import describe

describe(
    changes.ChangeCause,
    "Why something is told.",
    FACTS="Facts of the platform arrived.",
    TIME="Nothing happened, but time went by.",
    PEOPLE="Somebody acted: at the firm, or at the client.",
    ACCESS="The client became yours to see, or ceased to be: `client` is null then. Without `clientId` you see "
    "fewer of them than before.",
    SNAPSHOT="It is the state in which the stream begins.",
)
describe(
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
    INVITE_STALE="The invite is unopened for long, or about to expire.",
    INVITE_EXPIRED="Nobody answered in time.",
    INVITE_BOUNCED="The mail could not be delivered.",
    INVITE_HANDED_OVER="Somebody else answers for it: whoever sent it has left.",
    CLIENT_CREATED="The client is there, on its way to verification.",
    ONBOARDING_MOVED="Its onboarding went a step on.",
)
describe(
    changes.AssignmentEvent,
    "What became of an assignment.",
    STARTED="The colleague works on the client now.",
    REASON_ADDED="There is one more reason for it.",
    REASON_ENDED="There is one reason less for it.",
    ENDED="The colleague does not work on the client any more.",
)
describe(
    changes.ColleagueEvent,
    "What became of a colleague.",
    INVITED="Was invited, or (told to admins) once more.",
    INVITE_STALE="The invite is unopened for long, or about to expire (told to admins).",
    INVITE_ENDED="Did not accept (told to admins).",
    ACTIVATED="Joined the firm.",
    ROLE_CHANGED="Has another role.",
    DEACTIVATED="Left the firm.",
    REACTIVATED="Came back after having left.",
    UPDATED="Has other details.",
)
describe(
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
