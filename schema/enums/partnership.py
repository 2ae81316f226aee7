"""Becoming a partner, tiers, points and referrals, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.ApplicationStatus,
    "Where a firm's application to become a partner stands.",
    INVITED="A client invited the practice, which has not described itself yet.",
    SUBMITTED="Came in; the next mail follows at once.",
    WEBINAR_SENT="The mail with the recorded webinar is out.",
    WEBINAR_WATCHED="The webinar was watched; the agreement follows at once.",
    AGREEMENT_SENT="The mail with the tentative agreement is out.",
    AGREED="The firm is a partner.",
    JOINED="The firm was a partner already: its admins were asked to let the applicant in.",
    REJECTED="Turned down by an operator.",
    WITHDRAWN="Taken back by the applicant, or replaced by a later one that was agreed.",
    EXPIRED="Too late to go on.",
)
describe(
    words.PartnerTier,
    "How close the partnership is.",
    BRONZE="Where every firm begins.",
    SILVER="The tier above BRONZE.",
    GOLD="The tier above SILVER.",
    PLATINUM="The highest tier, above GOLD.",
)
describe(
    words.PointsKind,
    "Why points were given, or taken back.",
    CLIENT_CONNECTED="A client was connected and verified.",
    CLIENT_LEFT="Taken back: the client left within a year.",
    COLLEAGUE_CERTIFIED="A colleague has got a certificate; they count as long as it is valid.",
    CERTIFICATE_RENEWED="Taken back: a newer certificate of the course counts in its place.",
    REFERRAL_WON="Somebody who was referred has joined.",
    MONTH_ON_TIME="A month was exported by the firm's cut-off day, for so many clients.",
)
describe(
    words.TierRequirementKind,
    "What a tier asks of a firm.",
    POINTS="Points that count now.",
    ACTIVE_CLIENTS="Clients that are connected and verified.",
    CERTIFIED_COLLEAGUES="Active colleagues with a valid certificate.",
)
describe(
    words.ReferralKind,
    "Who is referred.",
    FIRM="Another accountancy firm, to become a partner.",
    COMPANY="A company, to become a client.",
)
describe(
    words.ReferralStatus,
    "Where a referral stands.",
    SENT="Waits for them to join.",
    JOINED="They have joined.",
    EXPIRED="They did not join in time.",
    CANCELLED="The firm took it back.",
    BOUNCED="The address does not accept mail.",
)
