"""Where a client stands, and what is known of it."""

from domain.vocabulary.word import Word


class ClientStatus(Word):
    """Where a client stands in the portal: in Pending clients, in Bookkeeping, or gone."""

    ONBOARDING = "ONBOARDING"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DISCONNECTED = "DISCONNECTED"


class OnboardingStatus(Word):
    """The way from an accepted invite to a verified company."""

    DETAILS_PENDING = "DETAILS_PENDING"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    INFO_REQUESTED = "INFO_REQUESTED"
    REJECTED = "REJECTED"
    ABANDONED = "ABANDONED"
    VERIFIED = "VERIFIED"


class WaitingOn(Word):
    """Whose turn it is."""

    CLIENT = "CLIENT"
    PARTNER = "PARTNER"
    PLATFORM = "PLATFORM"


class CompanySize(Word):
    """Number of employees."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"
