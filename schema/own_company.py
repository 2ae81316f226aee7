"""The firm's own account on the platform."""

from datetime import datetime

import strawberry

import resolvers.own_company.reading
from domain.vocabulary import OwnCompanyStatus
from loaders.colleague import colleague_by_id
from resolvers.relation import related
from schema.field import field, plain
from schema.refs import ColleagueRef
from schema.rules import PEOPLE
from schema.scalars import URL


@strawberry.type(description="The firm's own spend account. It is no client: lists, totals and signals leave it out.")
class OwnCompany:
    status: OwnCompanyStatus = plain("Where it stands.")
    since: datetime = plain("Since when it stands there; while nobody has asked, since the firm is a partner.")
    requested_at: datetime | None = plain("When it was asked for last.")
    requested_by: ColleagueRef | None = field(
        "Who asked for it last, and gets the mail.",
        related(colleague_by_id, "requested_by"),
        rule=PEOPLE,
        nullable=True,
    )
    account_number: str | None = plain("The number of the account, once it is there.")
    link: URL | None = plain("Where the account is opened, once it is there.", resolvers.own_company.reading.link)
    failure_reason: str | None = plain("Why the platform declined; null in any other state.")
