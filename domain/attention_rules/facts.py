"""What the rules look at: everything known about one client at one moment."""

from dataclasses import dataclass
from datetime import datetime

from domain.vocabulary import AccessStatus, OnboardingStatus


@dataclass(frozen=True, slots=True)
class ExportMonth:
    """A month `YYYY-MM` of the client's time zone: expenses submitted, exported and ready to export."""

    month: str
    submitted_count: int
    exported_count: int
    ready_count: int = 0
    submitted_minor: int = 0
    exported_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts about one client; moments are aware, amounts are minor units of the client's currency.

    Tuples of moments hold one entry per case: since when an expense needs details, a grant request waits, an
    export job runs. `balance_minor` is None while unknown. `low_since` is since when the balance has been low,
    where known: without it, `balance_at` counts. `*_since` of None means that this is not so.
    """

    time_zone: str
    created_at: datetime
    facts_at: datetime | None = None
    access_status: AccessStatus = AccessStatus.ACTIVE
    poa_granted: bool = True
    poa_changed_at: datetime | None = None
    onboarding_status: OnboardingStatus = OnboardingStatus.VERIFIED
    onboarding_since: datetime | None = None
    missing_receipts: int = 0
    oldest_missing_at: datetime | None = None
    months: tuple[ExportMonth, ...] = ()
    balance_minor: int | None = None
    low_balance_minor: int | None = None
    daily_spend_minor: int | None = None
    balance_at: datetime | None = None
    low_since: datetime | None = None
    needs_details: tuple[datetime, ...] = ()
    grants_asked: tuple[datetime, ...] = ()
    export_jobs: tuple[datetime, ...] = ()
    unassigned_since: datetime | None = None
    billing_blocked_since: datetime | None = None
    integration_broken_since: datetime | None = None

    @property
    def figures_visible(self) -> bool:
        """Whether the firm may see the client's figures at all."""
        return self.access_status is AccessStatus.ACTIVE and self.poa_granted
