"""The companies of the demo world: each is the same one wherever it appears."""

from dataclasses import dataclass
from typing import Any

from domain.text import fold
from domain.vocabulary import CompanySize
from store.demo.dice import dice
from store.demo.names import COUNTRIES, Country, Trade
from store.demo.numbers import shuffled

_ABROAD = 24
_SIZES = (CompanySize.MICRO, CompanySize.SMALL, CompanySize.MEDIUM, CompanySize.LARGE)
_SIZE_SHARES = (45, 35, 16, 4)
_ISLANDS = "Atlantic/Faroe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company and the admin of its spend account."""

    country: Country
    trade: Trade
    name: str
    name_key: str
    legal_name: str
    registration_number: str
    vat_number: str
    time_zone: str
    size: CompanySize
    admin_name: str
    admin_email: str
    admin_phone: str
    account_number: str

    @property
    def columns(self) -> dict[str, Any]:
        """What a client's row says of its company."""
        return {
            "name": self.name,
            "name_key": self.name_key,
            "legal_name": self.legal_name,
            "country": self.country.code,
            "registration_number": self.registration_number,
            "vat_number": self.vat_number,
            "currency": self.country.currency,
            "time_zone": self.time_zone,
            "company_size": self.size,
            "industry": self.trade.industry,
            "admin_name": self.admin_name,
            "admin_email": self.admin_email,
            "admin_phone": self.admin_phone,
            "account_number": self.account_number,
        }


def company(home: Country, index: int) -> Company:
    """The nth company near a firm's home; now and then one from a neighbouring country."""
    neighbours = [country for country in COUNTRIES.values() if country is not home]
    country = neighbours[index // _ABROAD % len(neighbours)] if index % _ABROAD == _ABROAD - 1 else home
    throw = dice("company", country.code, index)
    root, trade, town = _named(country, index)
    name = f"{country.pattern.format(root=root, trade=trade.word)} {town}".strip()
    admin = person_name(country, throw.randrange(1 << 20))
    numbers = country.numbers(index, throw.choice(country.towns))
    is_island = country.code == "DK" and throw.chance(0.03)
    return Company(
        country=country,
        trade=trade,
        name=name,
        name_key=fold(name),
        legal_name=f"{name} {throw.choice(country.legal_forms)}",
        registration_number=numbers.registration,
        vat_number=numbers.vat,
        time_zone=_ISLANDS if is_island else country.time_zone,
        size=throw.choices(_SIZES, _SIZE_SHARES)[0],
        admin_name=admin,
        admin_email=f"{mailbox(admin)}@{slug(name)}.example",
        admin_phone=country.phone(shuffled(index)),
        account_number=f"SP-{country.code}{shuffled(index):06d}",
    )


def _named(country: Country, index: int) -> tuple[str, Trade, str]:
    """A root and a trade that no other company has; once all are taken, again with a town."""
    pairs = len(country.roots) * len(country.trades)
    turn, place = divmod(index, pairs)
    trade_place, root_place = divmod(place * 577 % pairs, len(country.roots))
    town = country.towns[(turn - 1) % len(country.towns)] if turn else ""
    return country.roots[root_place], country.trades[trade_place], town


def person_name(country: Country, number: int) -> str:
    """The nth full name of a country."""
    last, first = divmod(number, len(country.first_names))
    return f"{country.first_names[first]} {country.last_names[last % len(country.last_names)]}"


def mailbox(name: str) -> str:
    """The part of a person's address before the @."""
    return fold(name).replace(" ", ".")


def slug(name: str) -> str:
    """A company's name as a domain label."""
    return fold(name).replace(" ", "-")
