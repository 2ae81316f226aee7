"""Chance that repeats: the same seed throws the same names, figures and ids."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

_SATURDAY = 5
_OPENS, _CLOSES = 8, 17


class Dice(Random):
    """Seeded with a text that names what is thrown for; never used for secrets."""

    def chance(self, share: float) -> bool:
        """True in a share (0 to 1) of all throws."""
        return self.random() < share

    def id(self, at: datetime) -> UUID:
        """A UUIDv7 of the moment at which its object came to be."""
        moment = int(at.timestamp() * 1000) & ((1 << 48) - 1)
        low = (2 << 62) | self.getrandbits(62)
        return UUID(int=moment << 80 | (0x7000 | self.getrandbits(12)) << 64 | low)

    def worked(self, now: datetime, days: float, time_zone: str) -> datetime:
        """A moment in the office hours of the day that lies at least `days` (1 or more) before `now`."""
        day = now.astimezone(ZoneInfo(time_zone)) - timedelta(days=days)
        return self._office(_business_day(day, -1))

    def planned(self, now: datetime, days: float, time_zone: str) -> datetime:
        """A moment in the office hours of the day that lies at least `days` (1 or more) after `now`."""
        day = now.astimezone(ZoneInfo(time_zone)) + timedelta(days=days)
        return self._office(_business_day(day, 1))

    def _office(self, day: datetime) -> datetime:
        hour, minute, second = self.randrange(_OPENS, _CLOSES), self.randrange(60), self.randrange(60)
        return day.replace(hour=hour, minute=minute, second=second, microsecond=0).astimezone(UTC)


def _business_day(day: datetime, step: int) -> datetime:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=step)
    return day


def dice(*seed: object) -> Dice:
    """Dice for the thing that the seed names."""
    return Dice("|".join(map(str, seed)))
