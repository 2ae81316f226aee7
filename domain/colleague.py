"""The life of a colleague's membership, and who may give which role to whom."""

from collections.abc import Collection

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


def check_role_change(actor: Role, actor_is_target: bool, old: Role, new: Role, others: Collection[Role]) -> None:
    """Refuses what would remove an owner by another's hand, or leave the firm without an owner or an admin.

    `others` has the roles of the active owners and admins beside the colleague in question.
    """
    if old is Role.OWNER and new is not Role.OWNER and not actor_is_target:
        message = "An owner can only step down by their own hand."
        raise refuse(UserErrorCode.OWNER_PROTECTED, message, "input", "colleagueId")
    if new is Role.OWNER and actor is not Role.OWNER:
        raise refuse(UserErrorCode.OWNER_PROTECTED, "Only an owner can make an owner.", "input", "role")
    if old is Role.OWNER and new is not Role.OWNER and Role.OWNER not in others:
        message = "The last owner keeps the role: make another active colleague an owner first."
        raise refuse(UserErrorCode.LAST_OWNER, message, "input", "role")
    if old in ADMINS and new not in ADMINS and not others:
        message = "The last owner or admin keeps the role: make somebody else an admin first."
        raise refuse(UserErrorCode.LAST_ADMIN, message, "input", "role")


def check_deactivation(role: Role, *, is_self: bool, others: Collection[Role]) -> None:
    """Refuses taking oneself away, an owner, or the last admin; `others` as for a change of roles."""
    place = ("input", "colleagueId")
    if is_self:
        message = "You cannot deactivate yourself: ask another admin (as an owner, step down first)."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, *place)
    if role is Role.OWNER:
        message = "Nobody else can remove an owner; they can step down by taking another role themselves."
        raise refuse(UserErrorCode.OWNER_PROTECTED, message, *place)
    if role in ADMINS and not others:
        message = "The firm would be without an owner or admin: make somebody else an admin first."
        raise refuse(UserErrorCode.LAST_ADMIN, message, *place)


def check_reactivation(actor: Role, role: Role) -> None:
    """Refuses bringing an owner back by anybody but an owner."""
    if role is Role.OWNER and actor is not Role.OWNER:
        message = "They were an owner; only an owner can bring them back."
        raise refuse(UserErrorCode.OWNER_PROTECTED, message, "input", "colleagueId")
