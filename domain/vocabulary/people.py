"""Who works at a firm, and on which clients."""

from domain.vocabulary.word import Word


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


class AssignmentStatus(Word):
    """Whether a colleague works on a client now."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class AssignmentSource(Word):
    """Why a colleague works on a client."""

    DIRECT = "DIRECT"
    TEAM = "TEAM"
