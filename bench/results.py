"""What a run has found."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.due import Due
from bench.facts import TakenIn
from bench.latency import Latency
from bench.measuring import Sample
from bench.scenarios import Compared, Pace, Trivial
from bench.servers import OURS
from bench.streams import Streamed


@dataclass(slots=True)
class Results:
    """Everything that a run has found."""

    pace: Pace
    connections: int
    postgres: str
    load: float
    letters: tuple[str, ...]
    absent: dict[str, str] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)
    pages: dict[str, list[Sample]] = field(default_factory=dict)
    portfolios: dict[str, list[Sample]] = field(default_factory=dict)
    trivial: Trivial | None = None
    streams: dict[str, Streamed] = field(default_factory=dict)
    latency: Latency | None = None
    facts: TakenIn | None = None
    due: Due | None = None
    # By server, the share of a core that it takes while nobody asks it anything.
    idle: dict[str, float] = field(default_factory=dict)

    def times_ours(self, letter: str) -> float:
        """How many times the gateway's CPU a result to a subscriber takes elsewhere, by the middle rounds."""
        ours, theirs = self.streams.get(OURS), self.streams[letter]
        return statistics.median(theirs.delivery) / statistics.median(ours.delivery) if ours else math.nan


def middle(samples: Sequence[Sample]) -> float:
    """The CPU of the middle round."""
    return statistics.median(each.cpu for each in samples)
