"""What is known of a country: its money, its numbers, and what people and companies are called there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from store.demo.numbers import CompanyNumbers


class Trade(NamedTuple):
    """A line of business: the word in the company's name, the industry in English, the group it belongs to."""

    word: str
    industry: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Country:
    """`price_level` is what one euro costs, in hundredths; `towns` pairs a name with its court or postal district.

    `numbers` gives the registration and VAT number of the nth company, `phone` the nth number for fiction.
    """

    code: str
    currency: str
    time_zone: str
    price_level: int
    vat_percent: int
    numbers: Callable[[int, str], CompanyNumbers]
    phone: Callable[[int], str]
    pattern: str
    legal_forms: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    roots: tuple[str, ...]
    towns: tuple[str, ...]
    trades: tuple[Trade, ...]


def lines(text: str) -> tuple[str, ...]:
    """The comma-separated names of a block of text."""
    return tuple(name.strip() for name in text.replace("\n", " ").split(",") if name.strip())


def trades(group: str, text: str) -> tuple[Trade, ...]:
    """The trades of a group, written `word = industry` and comma-separated."""
    pairs = (pair.partition("=") for pair in lines(text))
    return tuple(Trade(word.strip(), industry.strip(), group) for word, _, industry in pairs)
