"""Where what is being done comes from: noted by whoever begins it, read when the audit trail is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

from domain.audit import Origin

# Worked out only by those few requests that change something.
Source: TypeAlias = Callable[[], Origin]
_SOURCE: ContextVar[Source | None] = ContextVar("origin", default=None)


@contextmanager
def coming_from(source: Source) -> Iterator[None]:
    """Whatever is changed inside the block, also by tasks that are started there, comes from there."""
    before = _SOURCE.set(source)
    try:
        yield
    finally:
        _SOURCE.reset(before)


def origin_now() -> Origin | None:
    """Where what runs now comes from, if anybody said so."""
    source = _SOURCE.get()
    return source() if source else None
