"""Which values may be kept in memory with what came of them: small ones that tell nothing, as long as these are few."""

from collections.abc import Iterable
from typing import Any

from graphql import Undefined

MOST_KEPT = 32
# Longer texts may be secrets, and are hardly met twice.
LONGEST_KEPT = 16
_SMALL = (int, bool, type(None))


def key_of(values: Iterable[Any]) -> tuple[Any, ...] | None:
    """What equal values are known by; None when one of them is not to be kept."""
    given = list(values)
    # 1 and True are equal.
    return tuple([(value.__class__, value) for value in given]) if all(map(_is_kept, given)) else None


def _is_kept(value: Any) -> bool:
    return value is Undefined or isinstance(value, _SMALL) or (value.__class__ is str and len(value) <= LONGEST_KEPT)
