"""Learning: beginning a course, doing its lessons, leaving it."""

import strawberry

import resolvers.studying.enrolling
import resolvers.studying.learning
from schema.cost import FREE
from schema.field import change
from schema.payloads.studying import CompleteLessonPayload, EnrolInCoursePayload, LeaveCoursePayload
from schema.rules import COLLEAGUES


@strawberry.type(directives=FREE)
class StudyingMutations:
    enrol_in_course: EnrolInCoursePayload | None = change(
        "Begins a course, also once more when its certificate is due for renewal; admins enrol others, too.",
        resolvers.studying.enrolling.enrol_in_course,
        rule=COLLEAGUES,
    )
    complete_lesson: CompleteLessonPayload | None = change(
        "Does a lesson of a course that you take. The last one completes the course, which gives the certificate.",
        resolvers.studying.learning.complete_lesson,
        rule=COLLEAGUES,
    )
    leave_course: LeaveCoursePayload | None = change(
        "Leaves a course before its end; admins take others out of one, too.",
        resolvers.studying.enrolling.leave_course,
        rule=COLLEAGUES,
    )
