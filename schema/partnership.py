"""The partnership: agreement, tier, points and referrals; for the firm's admins alone."""

from datetime import datetime
from decimal import Decimal

import strawberry

import resolvers.partnership
import resolvers.referral
from domain.vocabulary import PartnerTier, PointsKind, TierRequirementKind
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.partnership import agreement_by_partner_id
from loaders.referral import referral_by_id
from resolvers.inputs.month import YearMonth
from resolvers.relation import column, related, same
from schema.connection import Connection
from schema.cost import FREE, PAGE, several
from schema.field import field, plain
from schema.referral import Referral
from schema.refs import ClientRef, ColleagueRef
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE
from schema.scalars import URL, EmailAddress

_ASKED = several(len(TierRequirementKind))


@strawberry.type(description="What the firm and the platform have agreed on.")
class PartnerAgreement:
    version: str = plain("Which text it is: its year, and its number in it.")
    agreed_at: datetime = plain("When it was signed.")
    signatory_name: str = plain("Who signed it for the firm.")
    signatory_email: EmailAddress = plain("The e-mail address of who signed.")
    document_url: URL = plain("Where the portal shows the text.", resolvers.partnership.document_url)


@strawberry.type(description="One of the things that a tier asks.", directives=FREE)
class TierRequirement:
    kind: TierRequirementKind = plain("What is asked.")
    have: int = plain("What the firm has.")
    need: int = plain("What it takes.")
    missing: int = plain("What is still to come; 0 when it is met.")


@strawberry.type(description="What a tier gives and asks.", directives=FREE)
class TierTerms:
    tier: PartnerTier = plain("Which tier it is about.")
    discount_rate: Decimal = plain("The discount on client plans in percent, as in `priceQuote`.")
    benefits: list[str] = plain("What else comes with it.")
    requirements: list[TierRequirement] = plain("All that it asks; the lowest tier asks nothing.", size=_ASKED)


@strawberry.type(description="Points that were given, or taken back; an entry is never changed.")
class PointsEntry:
    id: strawberry.ID = plain("Stays the same.")
    kind: PointsKind = plain("Why they were given, or taken back.")
    points: int = plain("How many; below 0 where they were taken back.")
    at: datetime = plain("Since when they count.")
    expires_at: datetime = plain("Until when they count.")
    client: ClientRef | None = field(
        "The client that they are for.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )
    colleague: ColleagueRef | None = field(
        "The colleague who was certified.", related(colleague_by_id, "colleague_id"), rule=PEOPLE, nullable=True
    )
    referral: Referral | None = field(
        "The referral that was won.", related(referral_by_id, "referral_id"), rule=ADMINS_ONLY, nullable=True
    )
    month: YearMonth | None = plain("The month that was exported on time.")
    client_count: int | None = plain("Of how many clients the month was exported on time.", column("clients"))


@strawberry.type(description="The firm's points.", directives=FREE)
class Points:
    balance: int = plain("All that count now.", column("points"))
    expiring_soon: int = plain("Those of them that expire within 30 days.", column("expiring"))
    next_expiry: datetime | None = plain("When the next ones expire.")
    ledger: Connection[PointsEntry] | None = field(
        "Every entry there ever was, newest first.", resolvers.partnership.ledger, rule=ADMINS_ONLY, size=PAGE
    )


@strawberry.type(description="How the firm stands with the platform.")
class Partnership:
    agreement: PartnerAgreement | None = plain(
        "The newest agreement; null for a firm that is older than agreements are kept.",
        related(agreement_by_partner_id),
    )
    tier: PartnerTier = plain("The firm's tier; judged within seconds of what changes it.")
    since: datetime = plain("Since when the firm has its tier.")
    falls_at: datetime | None = plain("When it falls, unless what is missing comes by then; null while it is earned.")
    terms: TierTerms = plain("What the tier gives, and asks.", resolvers.partnership.present)
    next_tier: TierTerms | None = plain(
        "The next tier, and what it takes; null at the highest.", resolvers.partnership.following
    )
    tiers: list[TierTerms] = plain(
        "All tiers, the lowest first.", resolvers.partnership.tiers, size=several(len(PartnerTier))
    )
    points: Points = plain("The firm's points.", same)
    referrals: Connection[Referral] | None = field(
        "Referrals, newest first; of the statuses asked for.",
        resolvers.referral.referral_connection,
        rule=ADMINS_ONLY,
        size=PAGE,
    )
