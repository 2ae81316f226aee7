"""The limits at which signals fire, as data; the defaults are the product's."""

from dataclasses import dataclass
from datetime import timedelta

from domain.invite import EXPIRES_SOON, STALE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Every limit of every rule; a firm's or client's own ones come from `dataclasses.replace`.

    "Over" means strictly more than the limit, "for" and "within" include it. `cut_off_day` is the day of the
    following month up to which a month may stay open; longer than the month means its last day.
    """

    receipts_many: int = 5
    receipts_old: timedelta = timedelta(days=14)
    receipts_overdue: timedelta = timedelta(days=30)
    cut_off_day: int = 10
    month_end_overdue_days: int = 7
    spend_days: int = 7
    details_over: timedelta = timedelta(days=7)
    info_requested_over: timedelta = timedelta(days=2)
    review_over_business_days: int = 4
    invite_unopened_for: timedelta = STALE_AFTER
    invite_expires_within: timedelta = EXPIRES_SOON
    grant_unanswered_for: timedelta = timedelta(days=3)
    export_job_for: timedelta = timedelta(hours=1)
    facts_over: timedelta = timedelta(hours=1)


PRODUCT = Thresholds()
