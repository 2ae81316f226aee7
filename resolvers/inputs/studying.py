"""Inputs of learning: enrolling, doing lessons, leaving; and which enrolments and certificates are asked for."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from domain.vocabulary import CertificateStatus, EnrolmentStatus
from loaders.certificate import CertificateFilter as WantedCertificates
from loaders.enrolment import EnrolmentFilter as WantedEnrolments
from resolvers.inputs.ids import id_of, optional_id

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_VERSION = "Only if it still has this version; otherwise CONFLICT."


@strawberry.input(description="Somebody begins a course.")
class EnrolInCourseInput:
    course_id: strawberry.ID = strawberry.field(description=id_of("course"))
    colleague_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whom an admin enrols, who gets a mail; you, when left out."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="The answer to one question of a quiz.")
class QuizAnswer:
    question: str = strawberry.field(description="The question's key.")
    choices: list[str] = strawberry.field(description="The keys of the choices.")


@strawberry.input(description="A lesson is done.")
class CompleteLessonInput:
    lesson_id: strawberry.ID = strawberry.field(description="A lesson of a course that you take.")
    answers: list[QuizAnswer] = strawberry.field(
        default_factory=list, description="Of a quiz: the answers to all its questions."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Somebody leaves a course before its end.")
class LeaveCourseInput:
    enrolment_id: strawberry.ID = strawberry.field(description="The enrolment: yours, or, for admins, anybody's.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Which enrolments; all conditions hold, and a list means any of its members.")
class EnrolmentFilter:
    colleague_id: strawberry.ID | None = strawberry.field(default=None, description="Of this colleague.")
    course_id: strawberry.ID | None = strawberry.field(default=None, description="In this course.")
    status: list[EnrolmentStatus] | None = strawberry.field(default=None, description="Where they stand.")


@strawberry.input(description="Which certificates; all conditions hold, and a list means any of its members.")
class CertificateFilter:
    colleague_id: strawberry.ID | None = strawberry.field(default=None, description="Of this colleague.")
    course_id: strawberry.ID | None = strawberry.field(default=None, description="Of this course.")
    status: list[CertificateStatus] | None = strawberry.field(default=None, description="Whether they hold.")
    expires_before: datetime | None = strawberry.field(default=None, description="They end before this moment.")


def wanted_enrolments(filter: EnrolmentFilter | None) -> WantedEnrolments:
    """The conditions of a filter."""
    if filter is None:
        return WantedEnrolments()
    colleague_id = optional_id(IdKind.COLLEAGUE, filter.colleague_id)
    return WantedEnrolments(colleague_id, optional_id(IdKind.COURSE, filter.course_id), tuple(filter.status or ()))


def wanted_certificates(filter: CertificateFilter | None) -> WantedCertificates:
    """The conditions of a filter."""
    if filter is None:
        return WantedCertificates()
    colleague_id, course_id = filter.colleague_id, filter.course_id
    ids = optional_id(IdKind.COLLEAGUE, colleague_id), optional_id(IdKind.COURSE, course_id)
    return WantedCertificates(*ids, tuple(filter.status or ()), filter.expires_before)
