"""The company register of the demo world: every company that its firms might meet."""

from collections.abc import Sequence
from functools import cache

from domain.ports import RegisteredCompany
from domain.text import words
from store.demo.companies import company
from store.demo.names import COUNTRIES

# Companies of each country: so many are its clients' neighbours, and the invited ones come after them.
_KNOWN = 400
_INVITED = range(60_000, 60_040)


class DemoRegister:
    """Answers from memory; the first search of a country makes its companies, in a few milliseconds."""

    async def search(self, country: str, text: str, size: int) -> Sequence[RegisteredCompany]:
        """Companies of a country with this number, or with words in their name that begin so; by name."""
        wanted = words(text)
        matches = (each for each, known in _companies(country) if _fits(each, known, text, wanted))
        return sorted(matches, key=lambda each: each.name)[:size]


def _fits(each: RegisteredCompany, known: frozenset[str], text: str, wanted: frozenset[str]) -> bool:
    named = all(any(word.startswith(start) for word in known) for start in wanted)
    return each.registration_number == text or (bool(wanted) and named)


@cache
def _companies(country: str) -> tuple[tuple[RegisteredCompany, frozenset[str]], ...]:
    """All companies of a country, each with its searchable words."""
    home = next((each for each in COUNTRIES.values() if each.code == country), None)
    if home is None:
        return ()
    made = (company(home, place) for place in (*range(_KNOWN), *_INVITED))
    entries = (
        RegisteredCompany(country, each.registration_number, each.legal_name, each.size)
        for each in made
        if each.country is home
    )
    return tuple((entry, words(entry.name)) for entry in entries)
