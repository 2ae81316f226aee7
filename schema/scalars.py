"""The scalars beyond GraphQL's own; each says where its form is specified."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NewType, TypeVar

from strawberry.types.scalar import ScalarDefinition, scalar

from domain.moment import utc
from domain.months import parse_month
from resolvers.email_address import email_address
from resolvers.inputs.month import YearMonth

CurrencyCode = NewType("CurrencyCode", str)
CountryCode = NewType("CountryCode", str)
LanguageCode = NewType("LanguageCode", str)
EmailAddress = NewType("EmailAddress", str)
URL = NewType("URL", str)

Day = TypeVar("Day", date, datetime)

# The years of `YearMonth`; near its ends, time can neither be shifted nor stored (PostgreSQL knows an infinity there).
_YEARS = range(1900, 2200)


def _text(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def parser(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("write it as a text in quotation marks")
        return parse(value)

    return parser


def _code(form: str, example: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not re.fullmatch(form, value):
            raise ValueError(f"{value!r} is not such a code; write it like {example}")
        return value

    return parse


def _email(value: str) -> str:
    try:
        return email_address(value)
    except ValueError as invalid:
        raise ValueError(f"not an e-mail address: {invalid}") from None


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        utc = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        utc = None
    if utc is None:
        raise ValueError("write a moment with its offset, for example 2026-05-04T10:00:00Z")
    return _within(utc)


def _date(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("write a date as YYYY-MM-DD, for example 2026-05-04") from None
    return _within(day)


def _within(day: Day) -> Day:
    if day.year not in _YEARS:
        raise ValueError(f"the year has to be from {_YEARS[0]} to {_YEARS[-1]}")
    return day


def _exact(value: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", value):
        raise ValueError("write a decimal number in figures, for example 1234.50")
    return Decimal(value)


def _decimal(value: Decimal | str) -> str:
    return value if isinstance(value, str) else format(value, "f")


def _define(name: str, description: str, url: str, serialize: Any, parse: Callable[[str], Any]) -> ScalarDefinition:
    return scalar(
        name=name,
        description=description,
        specified_by_url=url,
        serialize=serialize,
        parse_value=_text(parse),
    )


_decimal.keeps = str  # type: ignore[attr-defined]  # amounts come written out

SCALARS: dict[object, ScalarDefinition] = {
    datetime: _define(
        "DateTime",
        "A moment, UTC in answers; given ones are of the years 1900 to 2199.",
        "https://scalars.graphql.org/andimarek/date-time",
        utc,
        _moment,
    ),
    date: _define(
        "Date",
        "A calendar date, `YYYY-MM-DD`; given ones are of the years 1900 to 2199.",
        "https://scalars.graphql.org/andimarek/local-date",
        date.isoformat,
        _date,
    ),
    Decimal: _define(
        "Decimal",
        "An exact decimal number, as a string.",
        "https://scalars.graphql.org/chillicream/decimal",
        _decimal,
        _exact,
    ),
    YearMonth: _define(
        "YearMonth",
        "A calendar month, `YYYY-MM`.",
        "https://www.rfc-editor.org/rfc/rfc3339",
        str,
        parse_month,
    ),
    CurrencyCode: _define(
        "CurrencyCode",
        "An ISO 4217 code, such as `EUR`.",
        "https://www.iso.org/iso-4217-currency-codes.html",
        str,
        _code("[A-Z]{3}", "EUR"),
    ),
    CountryCode: _define(
        "CountryCode",
        "An ISO 3166-1 alpha-2 code, such as `DK`.",
        "https://www.iso.org/iso-3166-country-codes.html",
        str,
        _code("[A-Z]{2}", "DK"),
    ),
    LanguageCode: _define(
        "LanguageCode",
        "An ISO 639-1 code, such as `da`.",
        "https://www.iso.org/iso-639-language-code",
        str,
        _code("[a-z]{2}", "da"),
    ),
    EmailAddress: _define(
        "EmailAddress",
        "An e-mail address, lower case in answers.",
        "https://www.rfc-editor.org/rfc/rfc5322",
        str,
        _email,
    ),
    URL: _define("URL", "An absolute URL.", "https://url.spec.whatwg.org", str, str),
}
