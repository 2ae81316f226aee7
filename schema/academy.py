"""The Academy: courses, what colleagues learn, and their certificates."""

import strawberry

import resolvers.academy
import resolvers.catalogue
from schema.certificate import Certificate
from schema.connection import Connection
from schema.cost import FREE, PAGE
from schema.course import Course
from schema.enrolment import Enrolment
from schema.field import field, plain
from schema.rules import ADMINS_ONLY, COLLEAGUES


@strawberry.type(description="Courses for the firm's people.", directives=FREE)
class Academy:
    courses: Connection[Course] = plain(
        "The courses on offer, by title.", resolvers.catalogue.course_connection, size=PAGE
    )
    course: Course | None = plain(
        "The course with an id; null when none is on offer with it.", resolvers.catalogue.course
    )
    my_enrolments: Connection[Enrolment] | None = field(
        "The courses that you take and took, newest first.",
        resolvers.academy.my_enrolments,
        rule=COLLEAGUES,
        size=PAGE,
    )
    enrolments: Connection[Enrolment] | None = field(
        "Who takes and took which course, newest first.",
        resolvers.academy.enrolment_connection,
        rule=ADMINS_ONLY,
        size=PAGE,
    )
    certificates: Connection[Certificate] = plain(
        "The certificates of the firm's people, newest first; also those that were renewed.",
        resolvers.academy.certificate_connection,
        size=PAGE,
    )
