"""A machine whose clock is wrong goes by that of the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from structlog.testing import capture_logs

import gateway.right_time
from gateway.right_time import RightTime
from store.engine import Store
from store.faults import Unavailable

NEARLY = timedelta(seconds=3)


async def test_where_the_database_is_on_another_machine_its_clock_holds(store: Store) -> None:
    now, truth = RightTime(), datetime.now(UTC)
    for wrong in (timedelta(seconds=90), timedelta(seconds=-90)):
        with time_machine.travel(truth + wrong), capture_logs() as logged:
            await now.compare(store)
            off = now() - truth
        assert abs(off - (timedelta(0) if store.is_postgres else wrong)) < NEARLY
        assert len(logged) == store.is_postgres
    await now.compare(store)
    assert abs(now() - datetime.now(UTC)) < NEARLY


async def test_a_little_difference_is_let_be_and_a_database_that_is_away_tells_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead: list[Any] = [4.0, 90.0, Unavailable(), 4.0]

    async def told(_: Store) -> float:
        found = ahead.pop(0)
        if isinstance(found, Exception):
            raise found
        return float(found)

    monkeypatch.setattr(gateway.right_time, "seconds_ahead", told)
    now, found = RightTime(), []
    with time_machine.travel(datetime(2026, 5, 13, tzinfo=UTC), tick=False):
        while ahead:
            await now.compare(store)
            found.append((now() - datetime.now(UTC)).total_seconds())
    assert found == [0, 90, 90, 0]
