"""Referrals: firms and companies that a firm has recommended the platform to."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from domain.vocabulary import ReferralKind, ReferralStatus
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef
from schema.rules import CLIENTS, PEOPLE
from schema.scalars import CountryCode, EmailAddress


@strawberry.type(description="The firm recommends the platform to another firm, or to a company.")
class Referral(Node):
    id: strawberry.ID = plain("Opaque id, by which it can be taken back.", public_id(IdKind.REFERRAL))
    kind: ReferralKind = plain("Who is referred.")
    status: ReferralStatus = plain("Where it stands.")
    company_name: str = plain("The firm or company.")
    name: str = plain("The person who got the mail.")
    email: EmailAddress = plain("The address that the mail went to.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str | None = plain("Its number in the register, where the firm gave it.")
    message: str | None = plain("A personal message.")
    referred_by: ColleagueRef | None = field(
        "The colleague who sent it.", related(colleague_by_id, "referred_by"), rule=PEOPLE
    )
    client: ClientRef | None = field(
        "The client that the company has become.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )
    created_at: datetime = plain("When it was sent.")
    expires_at: datetime = plain("Until when joining counts.")
    ended_at: datetime | None = plain("When they joined, or it was taken back or had expired.")
    version: int = plain("Rises with every change.")
