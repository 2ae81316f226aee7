"""Reads of enrolments: by id, the lists, of a course, and how far each is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true

from domain.catalogue import Lesson
from domain.studying import ATTEMPTS_WITHIN, LessonProgress, Progress, waiting
from domain.vocabulary import EnrolmentStatus
from loaders.columns import ENROLMENT, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, one_each
from loaders.scope import COLLEAGUE, of_tenant
from store.statement import Row, any_of, bound
from store.tables import enrolment, lesson_done, quiz_attempt
from store.tables.base import Moment

NEWEST = Order("newest", (enrolment.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class EnrolmentFilter:
    """Conditions that all hold; a list means any of its members."""

    colleague_id: UUID | None = None
    course_id: UUID | None = None
    status: tuple[EnrolmentStatus, ...] = ()


class Studying(NamedTuple):
    """Who takes which course in which enrolment."""

    enrolment_id: UUID
    colleague_id: UUID
    course_id: UUID


async def enrolment_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's own; admins see everybody's."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(ENROLMENT), keys=ids))


async def my_enrolment_by_course_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's newest enrolment in courses."""
    return one_each(ids, await reads.rows(_mine, reads.asked_of(ENROLMENT), keys=ids), "course_id")


async def enrolments(reads: Reads, wanted: EnrolmentFilter, window: Window, *, own: bool) -> Page:
    """A page of the enrolments that the viewer sees, or of their own, newest first."""
    return await page(reads, _listed, (wanted, own), ENROLMENT, NEWEST, window, wanted, own)


async def progress_of(reads: Reads, keys: Sequence[Studying]) -> list[Progress | None]:
    """How far enrolments are, by the courses as they are now; None where there is no such course any more."""
    done = {
        (row.enrolment_id, row.lesson_id): row
        for row in await reads.rows(_done, keys=[key.enrolment_id for key in keys])
    }
    tried: defaultdict[tuple[UUID, UUID], list[datetime]] = defaultdict(list)
    given: dict[str, Any] = {"keys": list({key.colleague_id for key in keys}), "since": reads.now - ATTEMPTS_WITHIN}
    for row in await reads.rows(_tried, **given):
        tried[row.colleague_id, row.lesson_id].append(row.at)

    def of(key: Studying, lesson: Lesson) -> LessonProgress:
        row = done.get((key.enrolment_id, lesson.id))
        if row is None:
            return waiting(lesson, tried[key.colleague_id, lesson.id])
        return LessonProgress(lesson, row.done_at, row.score)

    courses = [(key, reads.catalogue.course_by_id.get(key.course_id)) for key in keys]
    return [
        Progress(tuple(of(key, lesson) for lesson in course.lessons)) if course else None for key, course in courses
    ]


def _visible(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.is_admin else enrolment.c.colleague_id == COLLEAGUE


def _all(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*ENROLMENT.of(asked)).where(of_tenant(enrolment), _visible(scope))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _all(scope, asked).where(any_of(enrolment.c.id))


def _mine(scope: Scope, asked: Asked) -> Select[Any]:
    own = (of_tenant(enrolment), enrolment.c.colleague_id == COLLEAGUE, any_of(enrolment.c.course_id))
    newest = func.row_number().over(partition_by=enrolment.c.course_id, order_by=enrolment.c.id.desc())
    numbered = select(*ENROLMENT.of(asked), newest.label("place")).where(*own).subquery()
    return select(numbered).where(numbered.c.place == 1)


def _listed(scope: Scope, asked: Asked, wanted: EnrolmentFilter, own: bool) -> Select[Any]:
    found = _all(scope, asked)
    if own:
        found = found.where(enrolment.c.colleague_id == COLLEAGUE)
    equal = ((enrolment.c.colleague_id, wanted.colleague_id), (enrolment.c.course_id, wanted.course_id))
    found = found.where(*(column == value for column, value in equal if value is not None))
    return found.where(enrolment.c.status.in_(wanted.status)) if wanted.status else found


def _done(scope: Scope) -> Select[Any]:
    columns = (lesson_done.c[name] for name in ("enrolment_id", "lesson_id", "score", "done_at"))
    return select(*columns).where(of_tenant(lesson_done), any_of(lesson_done.c.enrolment_id))


def _tried(scope: Scope) -> Select[Any]:
    columns = (quiz_attempt.c[name] for name in ("colleague_id", "lesson_id", "at"))
    own = (of_tenant(quiz_attempt), any_of(quiz_attempt.c.colleague_id))
    return select(*columns).where(*own, quiz_attempt.c.at > bound("since", Moment()))
