"""Signals, their limits, and what makes them change."""

from enum import IntEnum

from domain.vocabulary.word import Word


class AttentionLevel(IntEnum):
    """How urgently a client asks for work."""

    NONE = 0
    INFO = 1
    WARNING = 2
    CRITICAL = 3


class SignalKind(Word):
    """The facts on a client that ask for work."""

    MISSING_RECEIPTS = "MISSING_RECEIPTS"
    EXPORT_PENDING = "EXPORT_PENDING"
    MONTH_END_BEHIND = "MONTH_END_BEHIND"
    LOW_BALANCE = "LOW_BALANCE"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    VERIFICATION_STUCK = "VERIFICATION_STUCK"
    INVITE_STALE = "INVITE_STALE"
    GRANT_PENDING = "GRANT_PENDING"
    POA_MISSING = "POA_MISSING"
    BILLING_BLOCKED = "BILLING_BLOCKED"
    UNASSIGNED = "UNASSIGNED"
    INTEGRATION_BROKEN = "INTEGRATION_BROKEN"
    EXPORT_JOB_STUCK = "EXPORT_JOB_STUCK"
    DATA_STALE = "DATA_STALE"


class AttentionLimit(Word):
    """The limits of the attention rules that firms may set; `domain.attention_rules.limits` says of what."""

    RECEIPTS_MANY = "RECEIPTS_MANY"
    RECEIPTS_OLD = "RECEIPTS_OLD"
    RECEIPTS_OVERDUE = "RECEIPTS_OVERDUE"
    CUT_OFF_DAY = "CUT_OFF_DAY"
    MONTH_END_OVERDUE = "MONTH_END_OVERDUE"
    SPEND_DAYS = "SPEND_DAYS"
    DETAILS_OVER = "DETAILS_OVER"
    INFO_REQUESTED_OVER = "INFO_REQUESTED_OVER"
    REVIEW_OVER = "REVIEW_OVER"
    INVITE_UNOPENED_FOR = "INVITE_UNOPENED_FOR"
    INVITE_EXPIRES_WITHIN = "INVITE_EXPIRES_WITHIN"
    GRANT_UNANSWERED_FOR = "GRANT_UNANSWERED_FOR"
    EXPORT_JOB_FOR = "EXPORT_JOB_FOR"
    FACTS_OVER = "FACTS_OVER"


class LimitUnit(Word):
    """What the number of a limit counts."""

    THINGS = "THINGS"
    MINUTES = "MINUTES"
    DAYS = "DAYS"
    BUSINESS_DAYS = "BUSINESS_DAYS"
    DAY_OF_MONTH = "DAY_OF_MONTH"


class ThresholdSource(Word):
    """Who set the threshold that fired; the later of these wins."""

    PRODUCT = "PRODUCT"
    PARTNER = "PARTNER"
    CLIENT = "CLIENT"


class ChangeReason(Word):
    """What changed a client's attention."""

    FACTS = "FACTS"
    TIME = "TIME"
    PEOPLE = "PEOPLE"


class DueKind(Word):
    """What is looked at when its moment has come; PARTNER means all clients of a firm.

    PARTNERSHIP is a firm's tier; JOINED_REFERRAL, filed by a new firm, is the referral that brought it.
    """

    CLIENT = "CLIENT"
    INVITE = "INVITE"
    PARTNER = "PARTNER"
    HELD_FACTS = "HELD_FACTS"
    PARTNERSHIP = "PARTNERSHIP"
    REFERRAL = "REFERRAL"
    JOINED_REFERRAL = "JOINED_REFERRAL"
    DIGEST = "DIGEST"
    APPLICATION = "APPLICATION"
    CERTIFICATE = "CERTIFICATE"
