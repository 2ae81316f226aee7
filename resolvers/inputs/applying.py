"""Inputs of becoming a partner: applying, going on by the links of the mails, and what operators do."""

import strawberry

from domain.vocabulary import AccessLevel, CompanySize, Grant
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_TOKEN = "The token in the link of the newest mail."  # noqa: S105
_VERSION = "Only if the application still has this version; otherwise CONFLICT."


@strawberry.input(description="A firm that wants to become a partner, and whom to write to there.")
class ApplyForPartnershipInput:
    firm_name: str = strawberry.field(description="The firm, at most 200 characters.")
    country: str = strawberry.field(description="Where it is registered: ISO 3166-1 alpha-2, such as `DK`.")
    registration_number: str = strawberry.field(description="Its number in the register.")
    contact_name: str = strawberry.field(description="Who applies, at most 200 characters; the firm's first owner.")
    email: str = strawberry.field(description="Their e-mail address, with which they will sign in.")
    phone: str = strawberry.field(description="Their telephone number.")
    client_count: int = strawberry.field(description="Roughly how many clients the firm has: 0 to 1,000,000.")
    accepts_terms: bool = strawberry.field(description="Must be true: the terms of applying.")
    referral_token: str | None = strawberry.field(
        default=None, description="The token in the link of the referral that brought the firm here."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The applicant has watched the webinar.")
class WatchWebinarInput:
    token: str = strawberry.field(description=_TOKEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="What a practice that a client invited says of itself.")
class SubmitPracticeDetailsInput:
    token: str = strawberry.field(description=_TOKEN)
    firm_name: str = strawberry.field(description="The firm, at most 200 characters.")
    country: str = strawberry.field(description="Where it is registered: ISO 3166-1 alpha-2, such as `DK`.")
    registration_number: str = strawberry.field(description="Its number in the register.")
    contact_name: str = strawberry.field(description="Who answers, at most 200 characters; the firm's first owner.")
    phone: str = strawberry.field(description="Their telephone number.")
    client_count: int = strawberry.field(description="Roughly how many clients the firm has: 0 to 1,000,000.")
    accepts_terms: bool = strawberry.field(description="Must be true: the terms of applying.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The firm agrees.")
class AcceptAgreementInput:
    token: str = strawberry.field(description=_TOKEN)
    signatory_name: str = strawberry.field(description="Who signs for the firm, at most 200 characters.")
    agreement_version: str = strawberry.field(description="Which text: the one that `applicationPreview` shows.")
    confirms: bool = strawberry.field(description="Must be true: the signatory may sign for the firm, and agrees.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The applicant does not want to go on.")
class WithdrawApplicationInput:
    token: str = strawberry.field(description=_TOKEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="An operator turns an application down.")
class RejectApplicationInput:
    application_id: strawberry.ID = strawberry.field(description=id_of("application"))
    reason: str = strawberry.field(description="Why, at most 500 characters; the applicant reads it.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Sends the mail that an application waits with again, with a new link.")
class ResendApplicationMailInput:
    application_id: strawberry.ID = strawberry.field(description=id_of("application"))
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="A client of the platform that invites its bookkeeper, and what it lets the firm do.")
class InvitingClientInput:
    company_name: str = strawberry.field(description="The company, at most 200 characters.")
    country: str = strawberry.field(description="Where it is registered: ISO 3166-1 alpha-2, such as `DK`.")
    registration_number: str = strawberry.field(description="Its number in the register.")
    company_size: CompanySize = strawberry.field(description="Number of employees.")
    account_number: str = strawberry.field(description="Its account on the platform, at most 40 letters.")
    is_verified: bool = strawberry.field(description="Whether the platform has verified the company.")
    admin_name: str = strawberry.field(description="Its admin, at most 200 characters.")
    admin_email: str = strawberry.field(description="Their e-mail address.")
    admin_phone: str | None = strawberry.field(default=None, description="Their telephone number.")
    level: AccessLevel = strawberry.field(description="What the firm may do in the account.")
    grants: list[Grant] = strawberry.field(default_factory=list, description="What it may do beyond the level.")
    message: str | None = strawberry.field(default=None, description="A personal message, at most 2000 characters.")


@strawberry.input(description="Invites a bookkeeper's practice, which is no partner yet, for a client.")
class InvitePracticeInput:
    name: str = strawberry.field(description="The bookkeeper, at most 200 characters.")
    email: str = strawberry.field(description="Their e-mail address, with which they will sign in.")
    client: InvitingClientInput = strawberry.field(description="The client that invites.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
