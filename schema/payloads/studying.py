"""What mutations of learning answer."""

from datetime import datetime

import strawberry

import resolvers.academy
from loaders.certificate import certificate_by_id
from loaders.enrolment import enrolment_by_id
from resolvers.outcome import changed
from schema.certificate import Certificate
from schema.cost import FREE
from schema.enrolment import Enrolment
from schema.field import field, plain
from schema.payload import Payload
from schema.rules import COLLEAGUES, PEOPLE


def _enrolment() -> Enrolment | None:
    found: Enrolment | None = field(
        "The enrolment, as it is now.", changed(enrolment_by_id, "enrolment"), rule=COLLEAGUES, nullable=True
    )
    return found


@strawberry.type(description="The answer to `enrolInCourse`.", directives=FREE)
class EnrolInCoursePayload(Payload):
    enrolment: Enrolment | None = _enrolment()


@strawberry.type(
    description="What came out of an attempt at a quiz. Which answers were right is told to nobody.", directives=FREE
)
class QuizResult:
    score: int = plain("How many of a hundred questions were answered right, rounded down.")
    pass_percent: int = plain("How many it takes.")
    is_passed: bool = plain("Whether the lesson is done with it.")
    remaining_attempt_count: int | None = plain("How often it may still be tried now; null when it is passed.")
    next_attempt_at: datetime | None = plain("When it may be tried again, if not now.")


@strawberry.type(description="The answer to `completeLesson`.", directives=FREE)
class CompleteLessonPayload(Payload):
    enrolment: Enrolment | None = _enrolment()
    quiz: QuizResult | None = plain(
        "What came out of a quiz; null where nothing was tried.", resolvers.academy.quiz_result
    )
    certificate: Certificate | None = field(
        "The certificate, where this lesson was the last one.",
        changed(certificate_by_id, "certificate"),
        rule=PEOPLE,
        nullable=True,
    )


@strawberry.type(description="The answer to `leaveCourse`.", directives=FREE)
class LeaveCoursePayload(Payload):
    enrolment: Enrolment | None = _enrolment()
