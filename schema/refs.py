"""Types that mention one another, by name, so that their modules need no circle."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from schema.assignment import Assignment as AssignmentRef
    from schema.certificate import Certificate as CertificateRef
    from schema.client import Client as ClientRef
    from schema.colleague import Colleague as ColleagueRef
    from schema.course import Course as CourseRef
    from schema.enrolment import Enrolment as EnrolmentRef
    from schema.integration import Integration as IntegrationRef
    from schema.invite import ColleagueInvite as ColleagueInviteRef
    from schema.invite import Invite as InviteRef
    from schema.partner import Partner as PartnerRef
    from schema.query import Query as QueryRef
    from schema.team import Team as TeamRef
    from schema.webhook import Webhook as WebhookRef
else:
    AssignmentRef = Annotated["Assignment", strawberry.lazy("schema.assignment")]
    CertificateRef = Annotated["Certificate", strawberry.lazy("schema.certificate")]
    ClientRef = Annotated["Client", strawberry.lazy("schema.client")]
    ColleagueRef = Annotated["Colleague", strawberry.lazy("schema.colleague")]
    CourseRef = Annotated["Course", strawberry.lazy("schema.course")]
    EnrolmentRef = Annotated["Enrolment", strawberry.lazy("schema.enrolment")]
    ColleagueInviteRef = Annotated["ColleagueInvite", strawberry.lazy("schema.invite")]
    IntegrationRef = Annotated["Integration", strawberry.lazy("schema.integration")]
    InviteRef = Annotated["Invite", strawberry.lazy("schema.invite")]
    PartnerRef = Annotated["Partner", strawberry.lazy("schema.partner")]
    QueryRef = Annotated["Query", strawberry.lazy("schema.query")]
    TeamRef = Annotated["Team", strawberry.lazy("schema.team")]
    WebhookRef = Annotated["Webhook", strawberry.lazy("schema.webhook")]

__all__ = [
    "AssignmentRef",
    "CertificateRef",
    "ClientRef",
    "ColleagueInviteRef",
    "ColleagueRef",
    "CourseRef",
    "EnrolmentRef",
    "IntegrationRef",
    "InviteRef",
    "PartnerRef",
    "QueryRef",
    "TeamRef",
    "WebhookRef",
]
