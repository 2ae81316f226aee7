"""What `gateway partner create` is told of a firm and its owner, and whether that can be true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self
from zoneinfo import available_timezones

import click

from domain.company import COUNTRIES
from resolvers.email_address import email_address

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)
_OPTIONS = (
    ("--name", "The firm's name, 1 to 200 characters.", True),
    ("--legal-name", "Its registered name (default: the name).", False),
    ("--country", "ISO 3166-1 alpha-2 code, such as DK.", True),
    ("--registration-number", "Its number in the register of its country.", True),
    ("--vat-number", "Its VAT number.", False),
    ("--currency", "ISO 4217 code, such as DKK.", True),
    ("--time-zone", "IANA name, such as Europe/Copenhagen.", True),
    ("--owner-name", "The first owner's full name, 1 to 200 characters.", True),
    ("--owner-email", "The first owner's e-mail address, as the issuer of tokens verifies it.", True),
    ("--owner-issuer", "With --owner-subject: bind the owner to this token issuer.", False),
    ("--owner-subject", "With --owner-issuer: the owner's `sub` claim there.", False),
)


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The command's options."""
    for name, meaning, required in reversed(_OPTIONS):
        command = click.option(name, help=meaning, required=required)(command)
    return command


@dataclass(frozen=True)
class Firm:
    """What a firm and its owner need."""

    name: str
    country: str
    registration_number: str
    currency: str
    time_zone: str
    owner_name: str
    owner_email: str
    legal_name: str | None = None
    vat_number: str | None = None
    owner_issuer: str | None = None
    owner_subject: str | None = None

    def checked(self) -> Self:
        """The same in the form that is stored; raises click.BadParameter for the first value that cannot be."""
        for option in self._unfit():
            meaning = next(text for name, text, _ in _OPTIONS if name == option)
            raise click.BadParameter(f"{self._given(option)!r} does not fit. {meaning}", param_hint=option)
        stripped = {name: value.strip() for name, value in vars(self).items() if value is not None}
        stripped["registration_number"] = self._number()
        return replace(self, **stripped | {"owner_email": email_option(self.owner_email, "--owner-email")})

    def _number(self) -> str:
        """The register's number as it is stored, by the same rules as clients' numbers."""
        from resolvers.inviting.registers import example, normalised

        found = normalised(self.country, self.registration_number.strip())
        if found is None:
            wrong = f"{self.registration_number!r} is not valid in {self.country}; write {example(self.country)}."
            raise click.BadParameter(wrong, param_hint="--registration-number")
        return found

    def _unfit(self) -> Iterator[str]:
        for option, fits in (
            ("--name", _is_name(self.name)),
            ("--legal-name", self.legal_name is None or _is_name(self.legal_name)),
            ("--country", self.country in COUNTRIES),
            ("--currency", self.currency in CURRENCIES),
            ("--time-zone", self.time_zone in available_timezones()),
            ("--owner-name", _is_name(self.owner_name)),
            ("--owner-issuer", self.owner_issuer is not None or self.owner_subject is None),
            ("--owner-subject", self.owner_subject is not None or self.owner_issuer is None),
        ):
            if not fits:
                yield option

    def _given(self, option: str) -> Any:
        return getattr(self, option.removeprefix("--").replace("-", "_")) or ""


def email_option(given: str, option: str) -> str:
    """An e-mail address as it is stored; raises click.BadParameter."""
    try:
        return email_address(given, is_test=True)
    except ValueError as invalid:
        raise click.BadParameter(str(invalid), param_hint=option) from None


def _is_name(text: str) -> bool:
    return 0 < len(text.strip()) <= 200 and text.isprintable()
