"""How the end of a stream is told in a response."""

from typing import Any

from gateway.streams import Ending, EndingCode


def told_ending(ending: Ending) -> dict[str, Any]:
    """An ending as an error of GraphQL."""
    reference = {"reference": ending.reference} if ending.reference else {}
    return {"message": ending.message, "extensions": {"code": ending.code.value, **reference}}


def ending_of(code: EndingCode) -> Ending:
    """An ending in the code's own words."""
    return Ending(code, code.meaning)
