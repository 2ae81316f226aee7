"""The price book, read from its file once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from domain.pricing import PlanPrice, PriceList
from domain.vocabulary import Plan


@cache
def price_book() -> tuple[PriceList, ...]:
    """All price lists, past, present and to come."""
    found = tomllib.loads(files("store").joinpath("price_book.toml").read_text("utf-8"))
    return tuple(_list(each) for each in found["lists"])


def _list(given: dict[str, Any]) -> PriceList:
    plans = {Plan(name): PlanPrice(**price) for name, price in given["plans"].items()}
    return PriceList(**{"valid_until": None, **given, "plans": plans})
