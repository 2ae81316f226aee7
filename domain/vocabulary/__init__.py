"""The closed word lists of the portal, by topic; every stored code and every GraphQL enum comes from here."""

from domain.vocabulary.access import AccessLevel, AccessStatus, Capability, Grant, GrantDirection, GrantRequestStatus
from domain.vocabulary.attention import (
    AttentionLevel,
    AttentionLimit,
    ChangeReason,
    DueKind,
    LimitUnit,
    SignalKind,
    ThresholdSource,
)
from domain.vocabulary.billing import BillingPeriod, InvoiceStatus, Plan, SubscriptionStatus
from domain.vocabulary.clients import ClientStatus, CompanySize, OnboardingStatus, WaitingOn
from domain.vocabulary.integrations import (
    OF_FIRMS,
    DeliveryKind,
    DeliveryStatus,
    IntegrationStatus,
    Scope,
    SecretKind,
    WebhookStatus,
    WebhookStop,
)
from domain.vocabulary.inviting import InviteKind, InviteStatus
from domain.vocabulary.learning import CertificateStatus, CourseLevel, EnrolmentStatus, LessonKind, ResourceKind, Topic
from domain.vocabulary.partnership import (
    ApplicationStatus,
    PartnerTier,
    PointsKind,
    ReferralKind,
    ReferralStatus,
    TierRequirementKind,
)
from domain.vocabulary.people import ADMINS, EVERY_ROLE, AssignmentSource, AssignmentStatus, ColleagueStatus, Role
from domain.vocabulary.portal import DigestFrequency, MenuEntry, OriginKind, OwnCompanyStatus
from domain.vocabulary.word import Word

__all__ = [
    "ADMINS",
    "EVERY_ROLE",
    "OF_FIRMS",
    "AccessLevel",
    "AccessStatus",
    "ApplicationStatus",
    "AssignmentSource",
    "AssignmentStatus",
    "AttentionLevel",
    "AttentionLimit",
    "BillingPeriod",
    "Capability",
    "CertificateStatus",
    "ChangeReason",
    "ClientStatus",
    "ColleagueStatus",
    "CompanySize",
    "CourseLevel",
    "DeliveryKind",
    "DeliveryStatus",
    "DigestFrequency",
    "DueKind",
    "EnrolmentStatus",
    "Grant",
    "GrantDirection",
    "GrantRequestStatus",
    "IntegrationStatus",
    "InviteKind",
    "InviteStatus",
    "InvoiceStatus",
    "LessonKind",
    "LimitUnit",
    "MenuEntry",
    "OnboardingStatus",
    "OriginKind",
    "OwnCompanyStatus",
    "PartnerTier",
    "Plan",
    "PointsKind",
    "ReferralKind",
    "ReferralStatus",
    "ResourceKind",
    "Role",
    "Scope",
    "SecretKind",
    "SignalKind",
    "SubscriptionStatus",
    "ThresholdSource",
    "TierRequirementKind",
    "Topic",
    "WaitingOn",
    "WebhookStatus",
    "WebhookStop",
    "Word",
]
