"""A colleague: a person's membership in the firm."""

from datetime import datetime

import strawberry

import resolvers.digest
import resolvers.people
from domain.ids import IdKind
from domain.vocabulary import ColleagueStatus, Role
from loaders.assignment import assignments_by_colleague_id, client_count_by_colleague_id
from loaders.certificate import certificates_by_colleague_id
from loaders.digest import client_digests_by_colleague_id
from loaders.invite import invite_by_colleague_id
from loaders.team import teams_by_colleague_id
from resolvers.relation import first_of, public_id, related
from schema.cost import FIRST, several
from schema.digest import Digest
from schema.field import field, plain
from schema.node import Node
from schema.refs import AssignmentRef, CertificateRef, ColleagueInviteRef, TeamRef
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE_PRIVATE
from schema.scalars import EmailAddress


@strawberry.type(description="A person's membership in the firm.")
class Colleague(Node):
    id: strawberry.ID = plain(
        "Opaque id of the membership; a person has another one at each firm.", public_id(IdKind.COLLEAGUE)
    )
    name: str = plain("The person's full name.")
    job_title: str | None = plain("What they do.")
    role: Role = plain("Their role in the firm.")
    status: ColleagueStatus = plain("Where the membership stands.")
    is_viewer: bool = plain("Whether this is you.", resolvers.people.is_viewer)
    email: EmailAddress | None = field("The address by which they sign in, and that mails go to.", rule=PEOPLE_PRIVATE)
    invited_at: datetime | None = field("When they were invited.", rule=PEOPLE_PRIVATE, nullable=True)
    activated_at: datetime | None = field("When they joined.", rule=PEOPLE_PRIVATE, nullable=True)
    deactivated_at: datetime | None = field("When they left.", rule=PEOPLE_PRIVATE, nullable=True)
    last_seen_at: datetime | None = field("When they last signed in.", rule=PEOPLE_PRIVATE, nullable=True)
    invite: ColleagueInviteRef | None = field(
        "Their newest invite.", related(invite_by_colleague_id), rule=ADMINS_ONLY, nullable=True
    )
    teams: list[TeamRef] = plain("Their teams, by name.", related(teams_by_colleague_id), size=several(3))
    client_count: int | None = field(
        "On how many clients that you see they work.", related(client_count_by_colleague_id), rule=CLIENTS, cost=1
    )
    assignments: list[AssignmentRef] = plain(
        "Their `first` live assignments to clients that you see, by the client's name (at most 100; page through all "
        "of them with `partner.assignments`).",
        first_of(assignments_by_colleague_id),
        size=FIRST,
    )
    digest: Digest | None = field(
        "Their digest of all clients that they see.", resolvers.digest.of_colleague, rule=PEOPLE_PRIVATE
    )
    client_digests: list[Digest] | None = field(
        "Their `first` digests of single clients, by the client's name (at most 100).",
        first_of(client_digests_by_colleague_id),
        rule=PEOPLE_PRIVATE,
        size=FIRST,
    )
    certificates: list[CertificateRef] = plain(
        "Their `first` certificates that were not renewed, newest first (at most 100; all are in "
        "`academy.certificates`).",
        first_of(certificates_by_colleague_id),
        size=FIRST,
    )
    version: int | None = field("Rises with every change, also of what only admins see.", rule=PEOPLE_PRIVATE)
