"""Applications of firms to become partners, as the platform's operators see them."""

from datetime import datetime

import strawberry

import resolvers.application
from domain.ids import IdKind
from domain.vocabulary import ApplicationStatus
from resolvers.relation import public_id
from schema.field import plain
from schema.node import Node
from schema.scalars import CountryCode, EmailAddress


@strawberry.type(description="A firm's application to become a partner.")
class PartnerApplication(Node):
    id: strawberry.ID = plain("Opaque id; stays the same when its mail is sent again.", public_id(IdKind.APPLICATION))
    status: ApplicationStatus = plain("Where it stands.")
    is_waiting: bool = plain("Whether the applicant's answer is still possible.", resolvers.application.is_waiting)
    firm_name: str | None = plain("The firm; empty while an invited practice has not described itself.")
    country: CountryCode | None = plain("Where it is registered.")
    registration_number: str | None = plain("Its number in the register.")
    contact_name: str = plain("Who applies for the firm.")
    email: EmailAddress = plain("Their e-mail address.")
    phone: str | None = plain("Their telephone number.")
    client_count: int | None = plain("Roughly how many clients the firm has.")
    invited_by: str | None = plain("The company that invited the practice.", resolvers.application.invited_by)
    agreement_version: str | None = plain("Which text of the agreement was sent.")
    reason: str | None = plain("Why it was rejected.")
    partner_id: strawberry.ID | None = plain(
        "The partner that it became, or that its firm was already.", resolvers.application.partner_id
    )
    sent_at: datetime = plain("When its newest mail was queued.")
    bounced_at: datetime | None = plain("When that mail came back: the address does not accept it.")
    send_count: int = plain("How often the mail that it waits with was sent, over all its steps.")
    expires_at: datetime = plain("Until when the applicant can answer.")
    watched_at: datetime | None = plain("When the webinar was watched.")
    ended_at: datetime | None = plain("When it was agreed, joined, rejected, withdrawn or had expired.")
    created_at: datetime = plain("When it came in.")
    version: int = plain("Rises with every change.")
