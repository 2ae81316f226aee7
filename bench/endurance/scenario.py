"""What a scenario is: a fault, what is promised about it, and what was seen."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.endurance.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise, what was measured, and whether it was kept."""

    promise: str
    measured: str
    kept: bool


def none(promise: str, count: int, of: str) -> Finding:
    """A promise that something never happens; `of` says in how many cases it could have."""
    return Finding(promise, f"{count:,} of {of}", count == 0)


def within(promise: str, seconds: float, most: float) -> Finding:
    """A promise that something takes no longer."""
    return Finding(promise, f"{seconds:.2f} s", seconds <= most)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a scenario is played: on which PostgreSQL, in which folder, how large, and who is told how it goes."""

    cluster: Cluster
    folder: Path
    scale: float
    tell: Callable[[str], None]

    def of(self, full: float) -> int:
        """A number of full size, scaled; at least one."""
        return max(1, math.ceil(full * self.scale))


@dataclass(frozen=True, slots=True)
class Scenario:
    """Its name and title, what happens in it, and how it is played."""

    name: str
    title: str
    told: str
    play: Callable[[Stage], Awaitable[Sequence[Finding]]]
