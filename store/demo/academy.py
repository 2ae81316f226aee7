"""What the people of the demo world have learnt, are learning, and have let expire."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from domain.academy import RENEWABLE, end_of, next_notice, notices_by, status_at
from domain.catalogue import Course
from domain.vocabulary import ColleagueStatus, DueKind, EnrolmentStatus
from store.catalogue import built_in
from store.demo.batch import Batch
from store.demo.dice import Dice, dice
from store.demo.firms import Firm
from store.tables import certificate, due, enrolment, lesson_done, quiz_attempt

# Average days of a month; a certificate of the plan ends within some days of its day.
_MONTH = 30.44


class Study(NamedTuple):
    """A course by its key, begun so many days ago, with so many lessons done.

    All lessons are done where `ends_in` days is given: the certificate ends then.
    """

    course: str
    begun: int = 1
    lessons: int = 0
    ends_in: int | None = None
    status: EnrolmentStatus = EnrolmentStatus.ENROLLED
    is_failing: bool = False


_BUSY, _LEFT = EnrolmentStatus.IN_PROGRESS, EnrolmentStatus.LEFT
# Nobody learns before they have joined. The number of people with a valid certificate decides about the firms' tiers.
_PLANS: Mapping[str, tuple[Study, ...]] = {
    "Karen Vestergaard": (
        Study("money-movements", ends_in=240),
        Study("month-end", ends_in=12),
        Study("moms-og-bilag", 3, 1, status=_BUSY),
    ),
    "Mikkel Friis": (
        Study("month-end", ends_in=-15),
        Study("first-client", ends_in=420),
        Study("integrations", 2, 2, status=_BUSY),
    ),
    "Sofie Lund Holm": (
        Study("first-client", ends_in=500),
        Study("moms-og-bilag", ends_in=90),
        Study("money-movements", 4, 2, status=_BUSY, is_failing=True),
    ),
    "Emil Krogh": (Study("first-client", 6, 2, status=_BUSY), Study("advisory", 40, status=_LEFT), Study("month-end")),
    "Henning Reimers": (Study("month-end", ends_in=-15), Study("advisory", 20, 1, status=_BUSY)),
    "Wiebke Carstensen": (Study("belege-und-vorsteuer", ends_in=-16), Study("integrations", 9, 1, status=_BUSY)),
    "Emre Yilmaz": (Study("first-client", ends_in=430), Study("belege-und-vorsteuer", ends_in=25)),
    "Annika Bergström": (Study("kvitton-och-moms", 5, 2, status=_BUSY, is_failing=True), Study("month-end")),
    "Ingrid Lindqvist": (Study("first-client", 30, status=_LEFT),),
    "Samir Sandström": (Study("kvitton-och-moms", 2, 1, status=_BUSY),),
}
_GONE = (Study("month-end", ends_in=-15),)


def add_studies(batch: Batch, firm: Firm, ids: dict[str, UUID], now: datetime) -> list[dict[str, Any]]:
    """Adds courses, progress and certificates of everybody who has ever worked at the firm; gives the certificates."""
    for person in firm.people:
        if person.status is not ColleagueStatus.INVITED:
            for study in _PLANS.get(person.name, _GONE):
                throw = dice("study", firm.name, person.name, study.course)
                _add(batch, throw, firm, ids[person.name], study, now)
    return batch.rows[certificate]


def _add(batch: Batch, throw: Dice, firm: Firm, who: UUID, study: Study, now: datetime) -> None:
    course = next(each for each in built_in().courses if each.key == study.course)
    zone = firm.country.time_zone
    issued = None if study.ends_in is None else throw.worked(now, _days(course) - study.ends_in, zone)
    begun = issued - timedelta(days=5) if issued else throw.worked(now, study.begun, zone)
    own, status = throw.id(begun), EnrolmentStatus.COMPLETED if issued else study.status
    named = {"course_id": course.id, "course_title": course.title, "course_version": course.version}
    batch.add(
        enrolment,
        id=own,
        colleague_id=who,
        **named,
        status=status,
        enrolled_by=who,
        enrolled_at=begun,
        started_at=begun if issued or study.lessons else None,
        completed_at=issued,
        left_at=begun + timedelta(days=9) if status is _LEFT else None,
    )
    _add_lessons(batch, throw, own, course, len(course.lessons) if issued else study.lessons, begun)
    if study.is_failing:
        _fail(batch, throw, who, course, now)
    if issued:
        _certify(batch, throw, {"enrolment_id": own, "colleague_id": who, **named}, course, issued, now)


def _days(course: Course) -> int:
    return round((course.valid_months or 0) * _MONTH)


def _add_lessons(batch: Batch, throw: Dice, own: UUID, course: Course, count: int, begun: datetime) -> None:
    at = begun
    for lesson in course.lessons[:count]:
        at += timedelta(minutes=10 + lesson.minutes)
        score = throw.choice((lesson.quiz.pass_percent, 100)) if lesson.quiz else None
        batch.add(lesson_done, enrolment_id=own, lesson_id=lesson.id, score=score, done_at=at)


def _fail(batch: Batch, throw: Dice, who: UUID, course: Course, now: datetime) -> None:
    quiz = next(lesson for lesson in course.lessons if lesson.quiz)
    at = now - timedelta(hours=3)
    tried: dict[str, Any] = {"id": throw.id(at), "colleague_id": who, "lesson_id": quiz.id, "at": at}
    batch.add(quiz_attempt, **tried, score=60, is_passed=False)


def _certify(batch: Batch, throw: Dice, named: dict[str, Any], course: Course, issued: datetime, now: datetime) -> None:
    ends, own = end_of(course.valid_months, issued, None), throw.id(issued)
    given = notices_by(ends, now) if ends else 0
    batch.add(
        certificate,
        id=own,
        number=f"AC-{issued:%Y}-{throw.getrandbits(40):010X}",
        **named,
        status=status_at(ends, now),
        issued_at=issued,
        renewable_from=ends and ends - RENEWABLE,
        expires_at=ends,
        notices=given,
    )
    if (at := next_notice(ends, given)) is not None:
        batch.add(due, kind=DueKind.CERTIFICATE, object_id=own, at=at)
