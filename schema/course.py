"""A course of the Academy."""

import strawberry

from domain.ids import IdKind
from domain.vocabulary import CourseLevel, Topic
from loaders.certificate import my_certificate_by_course_id
from loaders.enrolment import my_enrolment_by_course_id
from resolvers.relation import public_id, related
from schema.catalogue import TOPICS, Lesson
from schema.cost import several
from schema.field import field, plain
from schema.node import Node
from schema.refs import CertificateRef, EnrolmentRef
from schema.rules import COLLEAGUES
from schema.scalars import CountryCode, LanguageCode


@strawberry.type(description="A course as it is now.")
class Course(Node):
    id: strawberry.ID = plain("Opaque id; stays the same over its versions.", public_id(IdKind.COURSE))
    title: str = plain("What it is called, in its language.")
    summary: str = plain("What is learnt.")
    language: LanguageCode = plain("In which language it is.")
    countries: list[CountryCode] = plain("For which countries it is made; empty for all.", size=several(3))
    topics: list[Topic] = plain("What it is about.", size=TOPICS)
    level: CourseLevel = plain("For whom it is.")
    minutes: int = plain("How long all its lessons take.")
    version: int = plain("Rises when what has to be known changes; certificates can be renewed at once then.")
    valid_months: int | None = plain("How long a certificate is good for; null for ever.")
    lessons: list[Lesson] = plain("Its lessons, in order.", size=several(6))
    my_enrolment: EnrolmentRef | None = field(
        "Your newest enrolment.", related(my_enrolment_by_course_id), rule=COLLEAGUES, nullable=True
    )
    my_certificate: CertificateRef | None = field(
        "Your certificate, without those that were renewed.",
        related(my_certificate_by_course_id),
        rule=COLLEAGUES,
        nullable=True,
    )
