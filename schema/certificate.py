"""Certificates of completed courses."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from domain.vocabulary import CertificateStatus
from loaders.catalogue import course_by_id
from loaders.certificate import certificate_by_id
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.field import field, plain
from schema.node import Node
from schema.refs import CertificateRef, ColleagueRef, CourseRef
from schema.rules import PEOPLE


@strawberry.type(description="Somebody has completed a course. Everybody in the firm may know.")
class Certificate(Node):
    id: strawberry.ID = plain("Opaque id; a renewed certificate is another one.", public_id(IdKind.CERTIFICATE))
    number: str = plain("What is printed on it.")
    course: CourseRef | None = plain(
        "The course as it is now; null when it is no longer on offer.", related(course_by_id, "course_id")
    )
    course_title: str = plain("The course's title, as it was then.")
    course_version: int = plain("The course's version, as it was then.")
    colleague: ColleagueRef | None = field("Whose it is.", related(colleague_by_id, "colleague_id"), rule=PEOPLE)
    status: CertificateStatus = plain("Whether it holds.")
    issued_at: datetime = plain("Since when it is good.")
    renewable_from: datetime | None = plain("From when on it is due for renewal; null when it never ends.")
    expires_at: datetime | None = plain("Until when it is good; null for ever.")
    renews: CertificateRef | None = plain("The one whose place it took.", related(certificate_by_id, "renews"))
    version: int = plain("Rises with every change.")
