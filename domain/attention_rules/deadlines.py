"""Deadlines in a client's own calendar: its days, its months, its business days."""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.months import earlier

_SATURDAY = 5


def end_of_month(month: str, time_zone: str) -> datetime:
    """The moment at which a month `YYYY-MM` is over."""
    return end_of_day(month, monthrange(int(month[:4]), int(month[5:]))[1], time_zone)


def cut_off(month: str, day: int, time_zone: str) -> datetime:
    """The end of a day of the month after `month`: from then on the month should be closed."""
    return end_of_day(earlier(month, -1), day, time_zone)


# The clients of a time zone have the same deadlines.
@lru_cache(4_096)
def end_of_day(month: str, day: int, time_zone: str) -> datetime:
    """The end of a day of a month; days beyond the month's last mean the last."""
    year, number = int(month[:4]), int(month[5:])
    last = datetime(year, number, min(day, monthrange(year, number)[1]), tzinfo=ZoneInfo(time_zone))
    return (last + timedelta(days=1)).astimezone(UTC)


def days_later(moment: datetime, days: int, time_zone: str) -> datetime:
    """The same time of day some calendar days later, whatever the clocks did in between."""
    return (moment.astimezone(ZoneInfo(time_zone)) + timedelta(days=days)).astimezone(UTC)


def business_days_later(moment: datetime, days: int, time_zone: str) -> datetime:
    """The same time of day some business days (Monday to Friday) later; a weekend counts as Monday, 0:00."""
    local = moment.astimezone(ZoneInfo(time_zone))
    if local.weekday() >= _SATURDAY:
        local = datetime.combine(_next_business_day(local).date(), time(), ZoneInfo(time_zone))
    for _ in range(days):
        local = _next_business_day(local)
    return local.astimezone(UTC)


def _next_business_day(local: datetime) -> datetime:
    following = local + timedelta(days=1)
    while following.weekday() >= _SATURDAY:
        following += timedelta(days=1)
    return following
