"""Each day, week or month has exactly one digest, at the firm's hour, whatever its clocks do to the hours."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.digest import HOUR, Slot, following, latest
from domain.vocabulary import DigestFrequency

DAILY, WEEKLY, MONTHLY = DigestFrequency.DAILY, DigestFrequency.WEEKLY, DigestFrequency.MONTHLY
# Hours that come twice or not at all, half hours, changes at midnight and on weekdays, a change each Ramadan.
ZONES = st.sampled_from(
    "Europe/Copenhagen America/New_York Australia/Lord_Howe Africa/Cairo Africa/Casablanca America/Havana "
    "Antarctica/Troll Asia/Kathmandu Pacific/Kiritimati UTC".split()
)
FREQUENCIES = st.sampled_from([DAILY, WEEKLY, MONTHLY])
HOURS = st.sampled_from([HOUR, time(0), time(0, 30), time(1, 59), time(2), time(2, 30), time(3), time(23, 30)])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


def falls_on(frequency: DigestFrequency, day: date) -> bool:
    if frequency is DAILY:
        return day.isoweekday() <= 5
    return day.isoweekday() == 1 and (frequency is WEEKLY or day.day <= 7)


def walk(frequency: DigestFrequency, zone: str, hour: time, start: datetime, days: int) -> list[Slot]:
    """All slots of some days, one from the other."""
    found = [following(frequency, start, zone, hour)]
    while found[-1].at < start + timedelta(days=days):
        found.append(following(frequency, found[-1].at, zone, hour))
    return found


@given(FREQUENCIES, ZONES, HOURS, MOMENTS)
def test_no_period_is_skipped_and_none_comes_twice(
    frequency: DigestFrequency, zone: str, hour: time, start: datetime
) -> None:
    slots = walk(frequency, zone, hour, start, 70)
    first, last = slots[0].day, slots[-1].day
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [slot.day for slot in slots] == [day for day in days if falls_on(frequency, day)]
    assert all(before.at < after.at for before, after in pairwise(slots))


@given(FREQUENCIES, ZONES, HOURS, MOMENTS)
def test_looking_back_finds_what_looking_forward_foretold(
    frequency: DigestFrequency, zone: str, hour: time, moment: datetime
) -> None:
    coming, past = following(frequency, moment, zone, hour), latest(frequency, moment, zone, hour)
    assert past.at <= moment < coming.at
    assert latest(frequency, coming.at, zone, hour) == coming
    assert latest(frequency, coming.at - timedelta(microseconds=1), zone, hour) == past
    assert following(frequency, past.at, zone, hour) == coming


@given(FREQUENCIES, ZONES, HOURS, MOMENTS)
def test_it_is_the_firms_hour_unless_the_clock_leaves_that_out(
    frequency: DigestFrequency, zone: str, hour: time, moment: datetime
) -> None:
    slot = following(frequency, moment, zone, hour)
    local = slot.at.astimezone(ZoneInfo(zone))
    late = local.replace(tzinfo=None) - datetime.combine(slot.day, hour)
    assert timedelta(0) <= late <= timedelta(hours=2)
    there = datetime.combine(slot.day, hour, UTC).replace(tzinfo=ZoneInfo(zone))
    assert late == timedelta(0) or there.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != hour


@pytest.mark.parametrize(
    ("frequency", "moment", "expected"),
    [
        # Summer time begins on Sunday, 29 March 2026, and ends on 25 October.
        (WEEKLY, "2026-03-23T08:59Z", "2026-03-23T09:00Z"),
        (WEEKLY, "2026-03-23T09:00Z", "2026-03-30T08:00Z"),
        (WEEKLY, "2026-10-19T08:00Z", "2026-10-26T09:00Z"),
        (DAILY, "2026-03-27T09:00Z", "2026-03-30T08:00Z"),
        (MONTHLY, "2026-03-02T09:00Z", "2026-04-06T08:00Z"),
        (MONTHLY, "2026-05-05T00:00Z", "2026-06-01T08:00Z"),
    ],
)
def test_a_danish_firm_gets_them_at_ten(frequency: DigestFrequency, moment: str, expected: str) -> None:
    found = following(frequency, datetime.fromisoformat(moment), "Europe/Copenhagen")
    assert found.at == datetime.fromisoformat(expected)


def test_an_hour_that_does_not_exist_is_taken_later_and_one_that_comes_twice_the_first_time() -> None:
    # In Cairo Friday, 24 April 2026, begins at one; Thursday, 29 October, has the hour before midnight twice.
    night = following(DAILY, datetime(2026, 4, 23, 12, tzinfo=UTC), "Africa/Cairo", time(0, 30))
    assert night == (date(2026, 4, 24), datetime(2026, 4, 23, 22, 30, tzinfo=UTC))
    again = following(DAILY, datetime(2026, 10, 29, 12, tzinfo=UTC), "Africa/Cairo", time(23, 30))
    assert again == (date(2026, 10, 29), datetime(2026, 10, 29, 20, 30, tzinfo=UTC))
    assert following(DAILY, again.at, "Africa/Cairo", time(23, 30)).day == date(2026, 10, 30)
