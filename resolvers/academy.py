"""The Academy's page: who takes which course, how far they are, and certificates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.studying import Progress
from domain.vocabulary import EnrolmentStatus
from execution.fields import Loaded
from loaders.certificate import certificates
from loaders.enrolment import EnrolmentFilter as Wanted
from loaders.enrolment import Studying, enrolments, progress_of
from loaders.paging import Page, Window
from resolvers.context import Info
from resolvers.inputs.studying import CertificateFilter, EnrolmentFilter, wanted_certificates, wanted_enrolments
from resolvers.outcome import Outcome
from resolvers.relation import declared
from store.reading import Row


class Academy:
    """Stands for the page: all that is on it is read by its own fields."""


def academy() -> Academy:
    """The page."""
    return Academy()


async def my_enrolments(
    info: Info,
    status: list[EnrolmentStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the viewer's own enrolments, newest first."""
    wanted = Wanted(status=tuple(status or ()))
    return await enrolments(info.context.reads, wanted, Window(first, after, last, before), own=True)


async def enrolment_connection(
    info: Info,
    filter: EnrolmentFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of everybody's enrolments, newest first."""
    window = Window(first, after, last, before)
    return await enrolments(info.context.reads, wanted_enrolments(filter), window, own=False)


async def certificate_connection(
    info: Info,
    filter: CertificateFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the firm's certificates, newest first."""
    return await certificates(info.context.reads, wanted_certificates(filter), Window(first, after, last, before))


def _studying(root: Row, *_: Any) -> Studying:
    return Studying(root.id, root.colleague_id, root.course_id)


@declared(Loaded(progress_of, _studying, columns=frozenset({"id", "colleague_id", "course_id"}), personal=False))
async def progress(root: Row, info: Info) -> Progress | None:
    """How far an enrolment is."""
    return await info.context.load(progress_of, _studying(root))


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What came out of an attempt at a quiz, in percent."""

    score: int
    pass_percent: int
    is_passed: bool
    remaining_attempt_count: int | None
    next_attempt_at: datetime | None


def quiz_result(root: Outcome) -> QuizResult | None:
    """What came out, of an outcome that has one."""
    told = root.values.get("quiz")
    if told is None:
        return None
    again = told.get("next_attempt_at")
    moment = datetime.fromisoformat(again) if again else None
    return QuizResult(told["score"], told["pass_percent"], told["is_passed"], told.get("attempts_left"), moment)
