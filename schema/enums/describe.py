"""How an enum of the domain gets its descriptions."""

from enum import Enum
from typing import Any

import strawberry

_DEFINITION = "__strawberry_definition__"


def describe(enum: type[Enum], description: str, **values: str) -> None:
    """Completes what an input may have registered before, so that the order of imports changes nothing."""
    if not hasattr(enum, _DEFINITION):
        strawberry.enum(enum)
    definition: Any = getattr(enum, _DEFINITION)
    definition.description = description
    for value in definition.values:
        value.description = values[value.name]
