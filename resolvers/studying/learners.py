"""Who learns what: the colleague, locked, and the course."""

from uuid import UUID

from domain.catalogue import Course
from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import ADMINS, ColleagueStatus
from loaders.colleague import colleague_by_id
from resolvers.choosing import me, not_found, one_visible
from resolvers.context import Context
from resolvers.inputs.ids import stored_id
from store.reading import Row
from store.tables import colleague
from store.writing import UnitOfWork

_COLLEAGUE = ("input", "colleagueId")


async def learner(work: UnitOfWork, context: Context, id: str | None) -> Row:
    """The viewer, or, for admins, any active colleague; whoever learns does one thing at a time.

    Raises `Refused` (NOT_FOUND, ACCESS_DENIED, COLLEAGUE_NOT_ACTIVE).
    """
    if id is None:
        return await locked(work, me(context))
    seen = await one_visible(work, context, colleague_by_id, IdKind.COLLEAGUE, id, *_COLLEAGUE)
    if seen.id != me(context) and context.viewer.role not in ADMINS:
        message = "Only owners and admins enrol others; leave `colleagueId` out to enrol yourself."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, *_COLLEAGUE)
    return await locked(work, seen.id, *_COLLEAGUE)


async def locked(work: UnitOfWork, id: UUID, *path: str) -> Row:
    """A colleague who may go on learning, locked; raises `Refused` (COLLEAGUE_NOT_ACTIVE)."""
    found = await work.get(colleague, lock=True, id=id)
    if found is None:
        raise LookupError("a colleague is never deleted")
    if found.status != ColleagueStatus.ACTIVE:
        message = f"{found.name} is {found.status}; only active colleagues learn."
        raise refuse(UserErrorCode.COLLEAGUE_NOT_ACTIVE, message, *path or ("input",))
    return found


def offered(context: Context, id: str) -> Course:
    """A course of the catalogue; raises `Refused` (NOT_FOUND)."""
    found = context.catalogue.course_by_id.get(stored_id(IdKind.COURSE, id))
    if found is None:
        raise Refused(not_found(IdKind.COURSE, "input", "courseId"))
    return found
