"""The tier books, read from their file once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from domain.partnership import Terms, TierBook
from domain.vocabulary import PartnerTier, PointsKind


@cache
def tier_books() -> tuple[TierBook, ...]:
    """All books, past, present and to come."""
    found = tomllib.loads(files("store").joinpath("tier_book.toml").read_text("utf-8"))
    return tuple(_book(each) for each in found["books"])


def _book(given: dict[str, Any]) -> TierBook:
    points = {PointsKind(kind): each for kind, each in given["points"].items()}
    tiers = tuple(_terms(each) for each in given["tiers"])
    return TierBook(**{"valid_until": None, **given, "points": points, "tiers": tiers})


def _terms(given: dict[str, Any]) -> Terms:
    return Terms(**given | {"tier": PartnerTier(given["tier"]), "benefits": tuple(given["benefits"])})
