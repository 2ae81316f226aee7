"""Who works at a firm, and on which clients, described."""

from domain import vocabulary as words
from loaders.colleague import ColleagueOrderField
from schema.enums.describe import describe

describe(
    words.Role,
    "What a colleague is in the firm.",
    OWNER="An admin who cannot be removed by others.",
    ADMIN="Sees all clients and manages the firm.",
    BOOKKEEPER="Works on assigned clients.",
    VIEWER="Reads what concerns assigned clients.",
)
describe(
    ColleagueOrderField,
    "What colleagues can be ordered by.",
    NAME="The name; neither case nor accents matter.",
    ROLE="The role: owners, admins, bookkeepers, viewers.",
    LAST_SEEN_AT="When they last signed in, never counting as before all; for admins.",
)
describe(
    words.ColleagueStatus,
    "Where a colleague's membership stands.",
    INVITED="Has not accepted yet.",
    ACTIVE="Works at the firm.",
    DEACTIVATED="Has left; nothing is allowed any more.",
)
describe(
    words.AssignmentStatus,
    "Whether a colleague works on a client now.",
    ACTIVE="They work on it now.",
    ENDED="They work on it no longer.",
)
describe(
    words.AssignmentSource,
    "Why a colleague works on a client.",
    DIRECT="Assigned personally, without a team.",
    TEAM="Through a team that both belong to.",
)
