"""Becoming a partner, tiers, points and referrals."""

from domain.vocabulary.word import Word


class ApplicationStatus(Word):
    """The states of a firm's application to become a partner; `domain.applying` says which follow which."""

    INVITED = "INVITED"
    SUBMITTED = "SUBMITTED"
    WEBINAR_SENT = "WEBINAR_SENT"
    WEBINAR_WATCHED = "WEBINAR_WATCHED"
    AGREEMENT_SENT = "AGREEMENT_SENT"
    AGREED = "AGREED"
    JOINED = "JOINED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class PartnerTier(Word):
    """How close the partnership is, the lowest first."""

    BRONZE = "BRONZE"
    SILVER = "SILVER"
    GOLD = "GOLD"
    PLATINUM = "PLATINUM"


class PointsKind(Word):
    """Why points were given, or taken back."""

    CLIENT_CONNECTED = "CLIENT_CONNECTED"
    CLIENT_LEFT = "CLIENT_LEFT"
    COLLEAGUE_CERTIFIED = "COLLEAGUE_CERTIFIED"
    CERTIFICATE_RENEWED = "CERTIFICATE_RENEWED"
    REFERRAL_WON = "REFERRAL_WON"
    MONTH_ON_TIME = "MONTH_ON_TIME"


class TierRequirementKind(Word):
    """What a tier asks of a firm."""

    POINTS = "POINTS"
    ACTIVE_CLIENTS = "ACTIVE_CLIENTS"
    CERTIFIED_COLLEAGUES = "CERTIFIED_COLLEAGUES"


class ReferralKind(Word):
    """Who is referred: another accountancy firm, or a company that might become a client."""

    FIRM = "FIRM"
    COMPANY = "COMPANY"


class ReferralStatus(Word):
    """Where a referral stands."""

    SENT = "SENT"
    JOINED = "JOINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    BOUNCED = "BOUNCED"
