"""In which order a list stands."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement


@dataclass(frozen=True, eq=False)
class Order:
    """A total order: `keys` all ascending, the last unique; `descending` reverses the whole of it.

    Part of the keys of kept statements: make each order once.
    """

    name: str
    keys: tuple[ColumnElement[Any], ...]
    descending: bool = False
