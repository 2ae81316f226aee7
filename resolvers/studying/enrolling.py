"""Beginning a course, and leaving it."""

from uuid import UUID

from domain.academy import ENROLMENT, OPEN, check_renewable, status_at
from domain.catalogue import Course
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import CertificateStatus
from loaders.enrolment import enrolment_by_id
from resolvers.choosing import check_version, one_visible
from resolvers.context import Info
from resolvers.inputs.studying import EnrolInCourseInput, LeaveCourseInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.studying.learners import learner, locked, offered
from resolvers.studying.letters import write_to_learner
from resolvers.studying.moving import move
from store.ids import new_id
from store.reading import Row
from store.tables import certificate, enrolment
from store.writing import UnitOfWork

_ENROLMENT = ("input", "enrolmentId")


@answering
async def enrol_in_course(info: Info, input: EnrolInCourseInput) -> Outcome:
    """Enrols the viewer, or, for admins, a colleague, who gets a mail."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        person = await learner(work, info.context, input.colleague_id)
        course = offered(info.context, input.course_id)
        await _check_may_enrol(work, person, course)
        id = await _enrol(work, person, course, work.actor.id or person.id)
        return Outcome({"enrolment": str(id)})

    return await mutate(info, input, act)


@answering
async def leave_course(info: Info, input: LeaveCourseInput) -> Outcome:
    """Ends an enrolment before its time: the viewer's own, or, for admins, anybody's, who gets a mail."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        seen = await one_visible(work, info.context, enrolment_by_id, IdKind.ENROLMENT, input.enrolment_id, *_ENROLMENT)
        person = await locked(work, seen.colleague_id, *_ENROLMENT)
        row = await work.get(enrolment, lock=True, id=seen.id)
        if row is None:
            raise LookupError("an enrolment is never deleted")
        check_version(row, input.if_version)
        await move(work, row, "leave")
        await write_to_learner(work, person, "course_left", {"course_title": row.course_title}, unless=person.id)
        return Outcome({"enrolment": str(row.id)})

    return await mutate(info, input, act)


async def _check_may_enrol(work: UnitOfWork, person: Row, course: Course) -> None:
    own = {"colleague_id": person.id, "course_id": course.id}
    if await work.get(enrolment, status=OPEN, **own) is not None:
        message = f"{person.name} takes this course already; it can be gone on with, or left."
        raise refuse(UserErrorCode.ALREADY_ENROLLED, message, "input", "courseId")
    for held in await work.find(certificate, **own):
        if held.status != CertificateStatus.RENEWED:
            is_newer = course.version > held.course_version
            check_renewable(status_at(held.expires_at, work.now), is_newer, held.expires_at)


async def _enrol(work: UnitOfWork, person: Row, course: Course, by: UUID) -> UUID:
    id = new_id()
    told = {"colleague_id": person.id, "course_id": course.id, "course_title": course.title}
    row = told | {"course_version": course.version, "status": ENROLMENT.initial}
    await work.insert(enrolment, row | {"id": id, "enrolled_by": by, "enrolled_at": work.now})
    await work.record("enrolment.created", "ENROLMENT", id, after={**told, "course_version": course.version})
    await write_to_learner(work, person, "course_enrolled", {"course_title": course.title}, unless=person.id)
    return id
