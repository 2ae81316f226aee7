"""Referring firms and companies."""

import strawberry

import resolvers.referring.creating
from schema.cost import FREE
from schema.field import change
from schema.payloads.referral import CancelReferralPayload, CreateReferralPayload
from schema.rules import ADMINS_ONLY


@strawberry.type(directives=FREE)
class ReferralMutations:
    create_referral: CreateReferralPayload | None = change(
        "Recommends the platform to a firm or a company, by a mail with a link.",
        resolvers.referring.creating.create_referral,
        rule=ADMINS_ONLY,
    )
    cancel_referral: CancelReferralPayload | None = change(
        "Takes a referral back that waits.", resolvers.referring.creating.cancel_referral, rule=ADMINS_ONLY
    )
