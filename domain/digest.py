"""When digests fall due: at ten in the morning of the firm, and what each day or week or month has exactly one of."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.vocabulary import DigestFrequency

# Of the firm's clock, which changes between summer and winter time.
HOUR = time(10)
# What a colleague gets who has not chosen yet: all their clients, on Mondays.
AT_FIRST = DigestFrequency.WEEKLY
_MONDAY, _FRIDAY, _WEEK = 0, 4, 7
# First Mondays are at most five weeks apart; a day more on either side, for clocks that differ.
_FAR = 37


class Slot(NamedTuple):
    """One digest that is due: the firm's day, by which it is known and sent once, and the moment."""

    day: date
    at: datetime


_FALLS_ON: Mapping[DigestFrequency, Callable[[date], bool]] = {
    DigestFrequency.DAILY: lambda day: day.weekday() <= _FRIDAY,
    DigestFrequency.WEEKLY: lambda day: day.weekday() == _MONDAY,
    DigestFrequency.MONTHLY: lambda day: day.weekday() == _MONDAY and day.day <= _WEEK,
}


def following(frequency: DigestFrequency, moment: datetime, time_zone: str, hour: time = HOUR) -> Slot:
    """The first slot after an aware moment: working days, Mondays or first Mondays of the month, at the firm's hour.

    An hour that a change to summer time leaves out is taken an hour later, one that comes twice the first time.
    """
    return next(slot for slot in _slots(frequency, moment, time_zone, hour, 1) if slot.at > moment)


def latest(frequency: DigestFrequency, moment: datetime, time_zone: str, hour: time = HOUR) -> Slot:
    """The last slot up to an aware moment."""
    return next(slot for slot in _slots(frequency, moment, time_zone, hour, -1) if slot.at <= moment)


def _slots(frequency: DigestFrequency, moment: datetime, time_zone: str, hour: time, step: int) -> Iterator[Slot]:
    """The slots from about a moment on, forwards or backwards."""
    zone = ZoneInfo(time_zone)
    near = moment.astimezone(zone).date()
    for days in range(-1, _FAR):
        day = near + timedelta(days=days * step)
        if _FALLS_ON[frequency](day):
            yield Slot(day, datetime.combine(day, hour, zone).astimezone(ZoneInfo("UTC")))
