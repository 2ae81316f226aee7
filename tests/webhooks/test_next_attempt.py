"""When a delivery is tried again, and when it is given up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.webhook import KEPT_TRYING, next_attempt

NOW = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)


@given(
    attempts=st.integers(1, 100),
    passed=st.timedeltas(timedelta(0), timedelta(hours=30)),
    jitter=st.floats(0, 1),
    asked=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)) | st.just(timedelta.max),
)
def test_a_delivery_is_tried_later_within_its_day_or_given_up(
    attempts: int, passed: timedelta, jitter: float, asked: timedelta | None
) -> None:
    now = NOW + passed
    again = next_attempt(attempts, NOW, now, jitter, asked)
    assert (again is None) is (passed >= KEPT_TRYING)
    if again is not None:
        assert now < again <= NOW + KEPT_TRYING
        assert again >= now + min(asked or timedelta(0), NOW + KEPT_TRYING - now)
