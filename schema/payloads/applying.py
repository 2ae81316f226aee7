"""Payloads of becoming a partner, and what the page behind an application's link shows."""

from datetime import datetime

import strawberry

from domain.vocabulary import ApplicationStatus
from loaders.application import application_by_id
from resolvers.outcome import changed, told
from schema.application import PartnerApplication
from schema.cost import FREE
from schema.field import field, plain
from schema.payload import Payload
from schema.rules import OPERATORS
from schema.scalars import CountryCode, EmailAddress


@strawberry.type(description="The same answer for every application, whatever is known here.", directives=FREE)
class ApplyForPartnershipPayload(Payload):
    is_received: bool = plain("Whether it came in; what follows comes by mail.", told("is_received", False))


@strawberry.type(description="What follows the webinar.", directives=FREE)
class WatchWebinarPayload(Payload):
    status: ApplicationStatus | None = plain("AGREEMENT_SENT, when it was done.", told("status"))


@strawberry.type(description="What follows a practice's details.", directives=FREE)
class SubmitPracticeDetailsPayload(Payload):
    status: ApplicationStatus | None = plain("AGREEMENT_SENT, when it was done.", told("status"))


@strawberry.type(description="What the firm gets for agreeing.", directives=FREE)
class AcceptAgreementPayload(Payload):
    status: ApplicationStatus | None = plain(
        "AGREED; or JOINED where the firm was a partner already, whose admins are asked to invite you.", told("status")
    )
    partner_id: strawberry.ID | None = plain("The new partner, as `Gateway-Partner` names it.", told("partner_id"))
    partner_name: str | None = plain("What the firm is called that is a partner now.", told("partner_name"))
    owner_email: EmailAddress | None = plain("Who can sign in now, as its owner.", told("owner_email"))


@strawberry.type(description="The application has ended.", directives=FREE)
class WithdrawApplicationPayload(Payload):
    status: ApplicationStatus | None = plain("WITHDRAWN, when it was done.", told("status"))


@strawberry.type(description="The application as it is now.", directives=FREE)
class RejectApplicationPayload(Payload):
    application: PartnerApplication | None = field(
        "The application that was rejected.", changed(application_by_id, "application"), rule=OPERATORS, nullable=True
    )


@strawberry.type(description="The application as it is now.", directives=FREE)
class ResendApplicationMailPayload(Payload):
    application: PartnerApplication | None = field(
        "The same application, with a new link.",
        changed(application_by_id, "application"),
        rule=OPERATORS,
        nullable=True,
    )


@strawberry.type(description="The application that begins.", directives=FREE)
class InvitePracticePayload(Payload):
    application: PartnerApplication | None = field(
        "INVITED, until the practice has described itself.",
        changed(application_by_id, "application"),
        rule=OPERATORS,
        nullable=True,
    )


@strawberry.type(description="An application that waits for its applicant, who has come by its newest link.")
class ApplicationPreview:
    status: ApplicationStatus = plain(
        "What it waits for: INVITED for the practice's details, WEBINAR_SENT for the webinar to be watched, "
        "AGREEMENT_SENT for the agreement."
    )
    contact_name: str = plain("Who applies for the firm.")
    firm_name: str | None = plain("The firm that applies.")
    country: CountryCode | None = plain("Where it is registered.")
    registration_number: str | None = plain("Its number in the register.")
    invited_by: str | None = plain("The company that invited the practice.")
    agreement_version: str | None = plain("Which text is to be agreed to.")
    expires_at: datetime = plain("Until when it can be answered.")
