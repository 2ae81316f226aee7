"""Lessons are done one by one; the last one completes the course."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.academy import OPEN
from domain.catalogue import Course, Lesson, Quiz
from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from domain.studying import ATTEMPTS_WITHIN, attempts_left, next_attempt_at
from domain.vocabulary import EnrolmentStatus
from resolvers.choosing import me, not_found
from resolvers.context import Context, Info
from resolvers.inputs.ids import stored_id
from resolvers.inputs.studying import CompleteLessonInput, QuizAnswer
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.studying.certifying import certify
from resolvers.studying.learners import locked
from resolvers.studying.moving import move
from store.ids import new_id
from store.reading import Row
from store.tables import enrolment, lesson_done, quiz_attempt
from store.writing import UnitOfWork

_LESSON, _ANSWERS = ("input", "lessonId"), ("input", "answers")
Json = dict[str, Any]


@answering
async def complete_lesson(info: Info, input: CompleteLessonInput) -> Outcome:
    """Does a lesson; a quiz is done when it is passed, and every attempt counts. Doing it again changes nothing."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    answers = _answers(checks, input.answers)
    checks.done()
    lesson, course = _wanted(info.context, input.lesson_id)

    async def act(work: UnitOfWork) -> Outcome:
        person = await locked(work, me(info.context))
        row = await _taken(work, person, course)
        if row.status == EnrolmentStatus.ENROLLED:
            row = await move(work, row, "start")
        told = await _study(work, row, lesson, answers)
        certificate = await _complete(work, row, person, course)
        return Outcome({"enrolment": str(row.id), "quiz": told, "certificate": certificate and str(certificate)})

    return await mutate(info, input, act)


def _answers(checks: Checks, given: Sequence[QuizAnswer]) -> Mapping[str, Collection[str]]:
    found: dict[str, Collection[str]] = {}
    for answer in given:
        if answer.question in found:
            message = f"The question `{answer.question[:40]}` is answered twice; answer it once, with all choices."
            checks.wrong(UserErrorCode.DUPLICATE, message, "answers", answer.question[:40])
        found[answer.question] = answer.choices
    return found


def _wanted(context: Context, id: str) -> tuple[Lesson, Course]:
    wanted = stored_id(IdKind.LESSON, id)
    lesson = context.catalogue.lesson_by_id.get(wanted)
    if lesson is None:
        raise Refused(not_found(IdKind.LESSON, *_LESSON))
    return lesson, context.catalogue.course_by_lesson_id[wanted]


async def _taken(work: UnitOfWork, person: Row, course: Course) -> Row:
    found = await work.get(enrolment, lock=True, colleague_id=person.id, course_id=course.id, status=OPEN)
    if found is None:
        message = f"You do not take the course {course.title!r} at the moment; enrol in it first."
        raise refuse(UserErrorCode.NOT_ENROLLED, message, *_LESSON)
    return found


async def _study(work: UnitOfWork, row: Row, lesson: Lesson, answers: Mapping[str, Collection[str]]) -> Json | None:
    """Notes what was done; what came out, of a quiz."""
    if await work.get(lesson_done, enrolment_id=row.id, lesson_id=lesson.id) is not None:
        return None
    if lesson.quiz is None:
        if answers:
            raise refuse(UserErrorCode.INVALID, "Only a quiz takes `answers`; leave them out.", *_ANSWERS)
        await _note_done(work, row, lesson, None)
        return None
    return await _try(work, row, lesson, lesson.quiz, answers)


async def _try(work: UnitOfWork, row: Row, lesson: Lesson, quiz: Quiz, answers: Mapping[str, Collection[str]]) -> Json:
    attempts = await _attempts(work, row, lesson)
    again = next_attempt_at(quiz, attempts)
    if again is not None:
        message = f"This quiz may be tried {quiz.most_attempts} times within 24 hours; try again after {_utc(again)}."
        raise refuse(UserErrorCode.NO_ATTEMPTS_LEFT, message, *_LESSON)
    score = quiz.score(answers)
    is_passed = score >= quiz.pass_percent
    attempt = {"id": new_id(), "colleague_id": row.colleague_id, "lesson_id": lesson.id, "at": work.now}
    await work.insert(quiz_attempt, attempt | {"score": score, "is_passed": is_passed})
    told: Json = {"score": score, "is_passed": is_passed, "pass_percent": quiz.pass_percent}
    if is_passed:
        await _note_done(work, row, lesson, score)
        return told
    after = {"lesson": lesson.title, "score": score}
    await work.record("enrolment.quiz_failed", "ENROLMENT", row.id, after=after)
    attempts = [*attempts, work.now]
    again = next_attempt_at(quiz, attempts)
    return told | {"attempts_left": attempts_left(quiz, attempts), "next_attempt_at": again and again.isoformat()}


async def _attempts(work: UnitOfWork, row: Row, lesson: Lesson) -> list[datetime]:
    rows = await work.find(quiz_attempt, colleague_id=row.colleague_id, lesson_id=lesson.id)
    return [each.at for each in rows if each.at > work.now - ATTEMPTS_WITHIN]


async def _note_done(work: UnitOfWork, row: Row, lesson: Lesson, score: int | None) -> None:
    own = {"enrolment_id": row.id, "lesson_id": lesson.id}
    await work.insert(lesson_done, own | {"score": score, "done_at": work.now})
    after = {"lesson": lesson.title} | ({} if score is None else {"score": score})
    await work.record("enrolment.lesson_done", "ENROLMENT", row.id, after=after)


async def _complete(work: UnitOfWork, row: Row, person: Row, course: Course) -> UUID | None:
    """Completes the course and certifies it, once all lessons that it has now are done."""
    done = {each.lesson_id for each in await work.find(lesson_done, enrolment_id=row.id)}
    if not all(lesson.id in done for lesson in course.lessons):
        return None
    completed = await move(work, row, "complete", course_version=course.version, course_title=course.title)
    return await certify(work, completed, person, course)


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
