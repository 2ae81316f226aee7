"""What colleagues learn, and how far they are."""

from datetime import datetime

import strawberry

import resolvers.academy
from domain.ids import IdKind
from domain.vocabulary import EnrolmentStatus
from loaders.catalogue import course_by_id
from loaders.certificate import certificate_by_enrolment_id
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.catalogue import Lesson
from schema.cost import FREE, several
from schema.field import field, plain
from schema.node import Node
from schema.refs import CertificateRef, ColleagueRef, CourseRef
from schema.rules import PEOPLE


@strawberry.type(description="How far a colleague is with a lesson.", directives=FREE)
class LessonProgress:
    lesson: Lesson = plain("The lesson that it is about.")
    done_at: datetime | None = plain("When it was done; null while it is not.")
    score: int | None = plain("Of a quiz that is passed: how many of a hundred questions were answered right.")
    remaining_attempt_count: int | None = plain("Of a quiz that is not passed: how often it may still be tried now.")
    next_attempt_at: datetime | None = plain("Of a quiz that was tried too often: when it may be tried again.")


@strawberry.type(description="How far a colleague is with a course, by its lessons as they are now.", directives=FREE)
class CourseProgress:
    percent: int = plain("How many of a hundred lessons are done, rounded down.")
    done_lesson_count: int = plain("How many lessons are done.")
    lesson_count: int = plain("How many there are.")
    next_lesson: Lesson | None = plain("The first one that is not done.")
    lessons: list[LessonProgress] = plain("Each of them, in order.", size=several(6))


@strawberry.type(description="A colleague takes a course, or took it.")
class Enrolment(Node):
    id: strawberry.ID = plain("Opaque id; whoever takes a course again has another one.", public_id(IdKind.ENROLMENT))
    course: CourseRef | None = plain(
        "The course as it is now; null when it is no longer on offer.", related(course_by_id, "course_id")
    )
    course_title: str = plain("The course's title, as it was then.")
    course_version: int = plain("The course's version when the colleague enrolled; when completed, that of the end.")
    colleague: ColleagueRef | None = field("Who takes it.", related(colleague_by_id, "colleague_id"), rule=PEOPLE)
    enrolled_by: ColleagueRef | None = field(
        "Who enrolled them: they, or an admin.", related(colleague_by_id, "enrolled_by"), rule=PEOPLE
    )
    status: EnrolmentStatus = plain("Where it stands.")
    enrolled_at: datetime = plain("Since when they take the course.")
    started_at: datetime | None = plain("When the first lesson was begun.")
    completed_at: datetime | None = plain("When the last lesson was done.")
    left_at: datetime | None = plain("When they left the course.")
    progress: CourseProgress | None = plain(
        "How far they are; null when the course is no longer on offer.", resolvers.academy.progress, cost=1
    )
    certificate: CertificateRef | None = plain(
        "What completing it was rewarded with.", related(certificate_by_enrolment_id)
    )
    version: int = plain("Rises with every change of its status.")
