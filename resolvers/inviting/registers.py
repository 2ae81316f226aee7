"""Numbers of company registers: checked country by country where the check is known, stored in one form."""

import unicodedata
from collections.abc import Callable

from stdnum.at import businessid
from stdnum.ch import uid
from stdnum.de import handelsregisternummer
from stdnum.dk import cvr
from stdnum.ee import registrikood
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.fr import siren, siret
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from domain.company import plain_number

_UMLAUTS = frozenset("äöüßÄÖÜ")


def _french(number: str) -> str:
    """A company is its SIREN; a SIRET names one of its places of business."""
    if len(siret.compact(number)) == 14:
        number = siret.to_siren(siret.validate(number))
    return str(siren.validate(number))


def _german(number: str) -> str:
    """Court and number; without a court that is known, the number as it was given."""
    try:
        return str(handelsregisternummer.validate(number))
    except ValidationError:
        return _any(number)


def _british(number: str) -> str:
    """Eight letters and digits; leading zeros are often left out."""
    bare = _any(number)
    padded = bare.zfill(8) if bare.isdigit() else bare
    return _of_length(padded, 8)


def _dutch(number: str) -> str:
    bare = _any(number)
    return _of_length(bare, 8) if bare.isdigit() else _of_length("", 8)


def _any(number: str) -> str:
    bare = plain_number(number)
    if bare is None:
        raise ValidationError
    return bare


def _of_length(bare: str, length: int) -> str:
    if len(bare) != length:
        raise ValidationError
    return bare


_CHECKS: dict[str, tuple[Callable[[str], str], str]] = {
    "AT": (businessid.validate, "a Firmenbuchnummer such as FN 122119m"),
    "CH": (uid.validate, "a UID such as CHE-100.155.212"),
    "DE": (_german, "a court and number such as Hamburg HRB 123456"),
    "DK": (cvr.validate, "a CVR number such as 13585628"),
    "EE": (registrikood.validate, "a registrikood such as 12345678"),
    "FI": (ytunnus.validate, "a Y-tunnus such as 2077474-0"),
    "FR": (_french, "a SIREN such as 552 008 443"),
    "GB": (_british, "a company number of 8 letters and digits such as 01234567"),
    "NL": (_dutch, "a KvK number of 8 digits such as 12345678"),
    "NO": (norwegian.validate, "an organisasjonsnummer such as 988 077 917"),
    "SE": (swedish.validate, "an organisationsnummer such as 123456-7897"),
}
_ANYWHERE = (_any, "2 to 40 letters and digits, at least one of them a digit")


def normalised(country: str, number: str) -> str | None:
    """The register number in the form that is stored; None when the country's register has no such numbers."""
    check, _ = _CHECKS.get(country, _ANYWHERE)
    number = unicodedata.normalize("NFKC", number)
    if not all(map(_is_plain, number)):
        return None
    try:
        found = check(number)
    except ValidationError:
        return None
    return found if len(found) <= 40 else None


def _is_plain(letter: str) -> bool:
    """Whether a letter or digit is what it looks like; only the names of German courts have more than ASCII."""
    return letter.isascii() or not letter.isalnum() or letter in _UMLAUTS


def example(country: str) -> str:
    """What a number of the country's register looks like, in words."""
    return _CHECKS.get(country, _ANYWHERE)[1]
