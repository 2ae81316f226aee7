"""The limits at which signals fire, as data: the product's, a firm's for all clients, or one client's."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from domain.attention_rules.limits import LIMITS
from domain.invite import EXPIRES_SOON, STALE_AFTER
from domain.vocabulary import AttentionLimit, LimitUnit, ThresholdSource

_SPANS = {LimitUnit.MINUTES: timedelta(minutes=1), LimitUnit.DAYS: timedelta(days=1)}
# Days that a calendar counts are numbers; all other days are spans of 24 hours.
_NUMBERS = frozenset({AttentionLimit.MONTH_END_OVERDUE, AttentionLimit.SPEND_DAYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Every limit of every rule; each is named as its `AttentionLimit`, in lower case.

    "Over" means strictly more than the limit, "for" and "within" include it. `cut_off_day` is the day of the
    following month up to which a month may stay open; longer than the month means its last day. `sources` says
    who set what is not the product's.
    """

    receipts_many: int = 5
    receipts_old: timedelta = timedelta(days=14)
    receipts_overdue: timedelta = timedelta(days=30)
    cut_off_day: int = 10
    month_end_overdue: int = 7
    spend_days: int = 7
    details_over: timedelta = timedelta(days=7)
    info_requested_over: timedelta = timedelta(days=2)
    review_over: int = 4
    invite_unopened_for: timedelta = STALE_AFTER
    invite_expires_within: timedelta = EXPIRES_SOON
    grant_unanswered_for: timedelta = timedelta(days=3)
    export_job_for: timedelta = timedelta(hours=1)
    facts_over: timedelta = timedelta(hours=1)
    sources: Mapping[AttentionLimit, ThresholdSource] = field(default_factory=dict)

    def having(self, values: Mapping[AttentionLimit, int], source: ThresholdSource) -> "Thresholds":
        """These limits but for the ones that somebody set, in the units of `LIMITS`."""
        changed: dict[str, Any] = {limit.lower(): _stored(limit, value) for limit, value in values.items()}
        return replace(self, sources={**self.sources, **dict.fromkeys(values, source)}, **changed)

    def value(self, limit: AttentionLimit) -> int:
        """A limit as a number of its unit."""
        found = getattr(self, limit.lower())
        return found // _SPANS[LIMITS[limit].unit] if isinstance(found, timedelta) else int(found)

    def source(self, *limits: AttentionLimit) -> ThresholdSource:
        """Who set the one of some limits that is set most closely to the client."""
        found = {self.sources.get(limit, ThresholdSource.PRODUCT) for limit in limits}
        return next(source for source in reversed(ThresholdSource) if source in found)


def _stored(limit: AttentionLimit, value: int) -> Any:
    unit = LIMITS[limit].unit
    return value * _SPANS[unit] if unit in _SPANS and limit not in _NUMBERS else value


PRODUCT = Thresholds()


def agreed(cut_off_day: int) -> Thresholds:
    """The product's limits for the clients of a firm with this cut-off day."""
    own = {} if cut_off_day == PRODUCT.cut_off_day else {AttentionLimit.CUT_OFF_DAY: cut_off_day}
    return PRODUCT.having(own, ThresholdSource.PARTNER)
