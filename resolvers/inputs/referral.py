"""Inputs of referrals."""

import strawberry

from domain.vocabulary import ReferralKind
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."


@strawberry.input(description="A firm or a company to recommend the platform to.")
class CreateReferralInput:
    kind: ReferralKind = strawberry.field(description="Whether it is a firm or a company.")
    company_name: str = strawberry.field(description="The name of the firm or company that is referred.")
    name: str = strawberry.field(description="The person who gets the mail.")
    email: str = strawberry.field(description="Their e-mail address.")
    country: str = strawberry.field(description="Where it is registered (ISO 3166-1).")
    registration_number: str | None = strawberry.field(
        default=None, description="Its number in the register; with it, it is known again whatever address it comes by."
    )
    message: str | None = strawberry.field(default=None, description="A personal message, at most 2000 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description="Check everything, send nothing.")


@strawberry.input(description="A referral to take back.")
class CancelReferralInput:
    referral_id: strawberry.ID = strawberry.field(description=id_of("referral"))
    if_version: int | None = strawberry.field(
        default=None, description="Only if it still has this version; otherwise CONFLICT."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
