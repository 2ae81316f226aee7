"""The life of a colleague's membership, and who may give which role to whom."""

from domain.errors import UserErrorCode, refuse
from domain.machine import Machine
from domain.vocabulary import ADMINS, AssignmentStatus, ColleagueStatus, Role

COLLEAGUE = Machine(
    "a colleague",
    ColleagueStatus.INVITED,
    {
        "accept": {ColleagueStatus.INVITED: ColleagueStatus.ACTIVE},
        "deactivate": {ColleagueStatus.ACTIVE: ColleagueStatus.DEACTIVATED},
        "reactivate": {ColleagueStatus.DEACTIVATED: ColleagueStatus.ACTIVE},
    },
)

ASSIGNMENT = Machine(
    "an assignment",
    AssignmentStatus.ACTIVE,
    {"end": {AssignmentStatus.ACTIVE: AssignmentStatus.ENDED}},
)


def check_role_change(actor: Role, actor_is_target: bool, old: Role, new: Role, other_admins: int) -> None:
    """Refuses what would remove an owner by another's hand, or leave the firm without an admin.

    `other_admins` counts the active owners and admins beside the colleague in question.
    """
    if old is Role.OWNER and new is not Role.OWNER and not actor_is_target:
        message = "An owner can only step down by their own hand."
        raise refuse(UserErrorCode.OWNER_PROTECTED, message, "input", "colleagueId")
    if new is Role.OWNER and actor is not Role.OWNER:
        raise refuse(UserErrorCode.OWNER_PROTECTED, "Only an owner can make an owner.", "input", "role")
    if old in ADMINS and new not in ADMINS and other_admins == 0:
        message = "The last owner or admin keeps the role: make somebody else an admin first."
        raise refuse(UserErrorCode.LAST_ADMIN, message, "input", "role")
