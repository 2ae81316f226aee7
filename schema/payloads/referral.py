"""Payloads of referrals, and what the page behind a link shows."""

from datetime import datetime

import strawberry

from domain.vocabulary import ReferralKind
from loaders.referral import referral_by_id
from resolvers.outcome import changed
from schema.cost import FREE
from schema.field import field, plain
from schema.payload import Payload
from schema.referral import Referral
from schema.rules import ADMINS_ONLY


def _referral() -> Referral | None:
    found: Referral | None = field(
        "The referral, as it is now.", changed(referral_by_id, "referral"), rule=ADMINS_ONLY, nullable=True
    )
    return found


@strawberry.type(description="The answer to `createReferral`.", directives=FREE)
class CreateReferralPayload(Payload):
    referral: Referral | None = _referral()


@strawberry.type(description="The answer to `cancelReferral`.", directives=FREE)
class CancelReferralPayload(Payload):
    referral: Referral | None = _referral()


@strawberry.type(description="An open referral, as whoever has its link may see it.")
class ReferralPreview:
    kind: ReferralKind = plain("Whether a firm or a company is referred.")
    partner_name: str = plain("The firm that recommends the platform.")
    referrer_name: str | None = plain("The colleague who sent it.")
    company_name: str = plain("Who is referred.")
    message: str | None = plain("A personal message.")
    expires_at: datetime = plain("Until when joining counts.")
