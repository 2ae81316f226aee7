"""What stands in an unfinished answer where a value failed, was denied or is still awaited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A position whose value could not be had; it is null, or takes its parent along."""

    error: Exception
    # The items of a list that broke off while it was read; what was wrong with them is told, too.
    before: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Denied:
    """A field that a gate kept closed; `denial` is the gate's own word for it."""

    denial: Any


@dataclass
class Refusals:
    """How often one coordinate was denied in an answer, and where first."""

    denial: Any
    path: list[str | int]
    count: int = 1


PENDING: Any = object()
