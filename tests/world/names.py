"""Names and numbers that look real and never repeat within a world."""

from itertools import count, product

from stdnum.dk import cvr

_FIRST = "Anna Mikkel Sofie Jonas Freja Lars Ida Emil Clara Oskar Nanna Viggo".split()
_LAST = "Berg Holm Lund Dahl Kjær Vestergaard Friis Brandt Møller Skov Winther Krogh".split()
_TRADES = "Bageri,Byg,Cykler,Kaffe,Marketing,Møbler,Optik,Software,Tryk,VVS,Vin,Blomster".split(",")
ZONES = {
    "DK": ("DKK", "Europe/Copenhagen"),
    "SE": ("SEK", "Europe/Stockholm"),
    "DE": ("EUR", "Europe/Berlin"),
    "GB": ("GBP", "Europe/London"),
}


class Names:
    """Hands out one name after another."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._people = (f"{first} {last}" for last, first in product(_LAST, _FIRST))
        self._companies = (f"{last} {trade}" for trade, last in product(_TRADES, _LAST))
        self._registrations = (str(number) for number in count(10_000_000) if cvr.is_valid(str(number)))

    def number(self) -> int:
        """The next number."""
        return next(self._numbers)

    def person(self) -> str:
        """A person's name; numbered once the list is used up."""
        return next(self._people, None) or f"{_FIRST[0]} {_LAST[0]} {self.number()}"

    def company(self) -> str:
        """A company's name; numbered once the list is used up."""
        return next(self._companies, None) or f"{_LAST[0]} {_TRADES[0]} {self.number()}"

    def registration_number(self) -> str:
        """A valid number of the Danish company register."""
        return next(self._registrations)


def zone_of(country: str) -> tuple[str, str]:
    """Currency and time zone of a country; euro and UTC where the list has none."""
    return ZONES.get(country, ("EUR", "UTC"))
