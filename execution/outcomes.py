"""What stands in an unfinished answer where a value failed, was denied or is still awaited."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A position whose value could not be had; it is null, or takes its parent along."""

    error: Exception


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
