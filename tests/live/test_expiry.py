"""When a token's end is warned of, and when it comes: by the token's own `exp`, and by the leeway behind it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from gateway.live import expiry
from gateway.tokens import Verifier

BEGAN = datetime(2026, 5, 13, 9, tzinfo=UTC)


class Timeline:
    """A loop that waits no longer than it takes to move the clock."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.said: list[tuple[str, float]] = []
        self._next: tuple[float, Callable[[], None]] | None = None

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.passed)

    def call_later(self, seconds: float, call: Callable[[], None]) -> SimpleNamespace:
        self._next = (self.passed + seconds, call)
        return SimpleNamespace(cancel=lambda: None)

    def says(self, what: str) -> Callable[[], None]:
        return lambda: self.said.append((what, self.passed))

    def run(self) -> None:
        while self._next is not None:
            (self.passed, call), self._next = self._next, None
            call()


@pytest.mark.parametrize(
    ("lifetime", "warned_at"),
    [(3600, 3570), (90, 60), (60, 30), (20, 10), (0, 0), (-10, 0)],
)
def test_a_token_is_warned_of_before_it_expires_and_ends_after_the_leeway(
    monkeypatch: pytest.MonkeyPatch, lifetime: int, warned_at: int
) -> None:
    timeline = Timeline()
    monkeypatch.setattr(expiry, "asyncio", SimpleNamespace(get_running_loop=lambda: timeline))
    verifier = Verifier([], leeway=timedelta(seconds=30), now=timeline.now)
    expires_at = BEGAN + timedelta(seconds=lifetime)
    expiry.Expiry(verifier, expires_at, timeline.says("warning"), timeline.says("end"))
    timeline.run()
    assert timeline.said == [("warning", warned_at), ("end", lifetime + 30)]
