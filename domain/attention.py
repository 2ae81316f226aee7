"""How signals add up to a client's attention, and how clients are ordered by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.vocabulary import AttentionLevel

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
# So far the clocks of servers may lie apart.
CLOCKS_DIFFER = timedelta(minutes=5)
_SECONDS = 1 << 38
_COUNTS = 1 << 6


@dataclass(frozen=True, slots=True)
class Attention:
    """A client's verdict: its worst live level, how many signals are live, and since when the oldest is."""

    level: AttentionLevel = AttentionLevel.NONE
    count: int = 0
    since: datetime | None = None

    @property
    def order(self) -> int:
        """Ascending sort key of the list: level, number of signals, oldest `since`; then comes the name."""
        calm = AttentionLevel.CRITICAL - self.level
        fewer = _COUNTS - 1 - min(self.count, _COUNTS - 1)
        since = int((self.since or END_OF_TIME).timestamp())
        return (calm * _COUNTS + fewer) * _SECONDS + since


def summarize(signals: Iterable[tuple[AttentionLevel, datetime]]) -> Attention:
    """The verdict over (level, since) of a client's signals; quiet ones (NONE) do not count."""
    live = [(level, since) for level, since in signals if level > AttentionLevel.NONE]
    if not live:
        return Attention()
    return Attention(max(level for level, _ in live), len(live), min(since for _, since in live))


def as_of(now: datetime, judged_at: datetime | None) -> datetime:
    """The moment to judge at: a clock that is a little behind does not take back what another one has seen come."""
    return judged_at if judged_at is not None and now < judged_at <= now + CLOCKS_DIFFER else now


def is_asleep(level: AttentionLevel, now: datetime, until: datetime | None, snoozed: AttentionLevel | None) -> bool:
    """Whether a signal that was set aside at a level until a moment stays so: a worse level wakes it."""
    return until is not None and now < until and snoozed is not None and AttentionLevel.NONE < level <= snoozed
