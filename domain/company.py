"""Companies and their countries: ISO 3166-1, what is usual there, and the outer form of register numbers."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()
)


@dataclass(frozen=True, slots=True)
class Usual:
    """What an account in a country starts with: ISO 4217 currency, IANA time zone."""

    currency: str
    time_zone: str


_EURO_ZONES = {
    "AT": "Vienna",
    "BE": "Brussels",
    "BG": "Sofia",
    "CY": "Nicosia",
    "DE": "Berlin",
    "EE": "Tallinn",
    "ES": "Madrid",
    "FI": "Helsinki",
    "FR": "Paris",
    "GR": "Athens",
    "HR": "Zagreb",
    "IE": "Dublin",
    "IT": "Rome",
    "LT": "Vilnius",
    "LU": "Luxembourg",
    "LV": "Riga",
    "MT": "Malta",
    "NL": "Amsterdam",
    "PT": "Lisbon",
    "SI": "Ljubljana",
    "SK": "Bratislava",
}
_USUAL = {country: Usual("EUR", f"Europe/{city}") for country, city in _EURO_ZONES.items()} | {
    "CH": Usual("CHF", "Europe/Zurich"),
    "CZ": Usual("CZK", "Europe/Prague"),
    "DK": Usual("DKK", "Europe/Copenhagen"),
    "FO": Usual("DKK", "Atlantic/Faroe"),
    "GB": Usual("GBP", "Europe/London"),
    "GL": Usual("DKK", "America/Nuuk"),
    "HU": Usual("HUF", "Europe/Budapest"),
    "IS": Usual("ISK", "Atlantic/Reykjavik"),
    "LI": Usual("CHF", "Europe/Vaduz"),
    "NO": Usual("NOK", "Europe/Oslo"),
    "PL": Usual("PLN", "Europe/Warsaw"),
    "RO": Usual("RON", "Europe/Bucharest"),
    "SE": Usual("SEK", "Europe/Stockholm"),
    "US": Usual("USD", "America/New_York"),
}
ELSEWHERE = Usual("EUR", "UTC")


def usual(country: str) -> Usual:
    """The starting values of a country; euro and UTC where the table has none."""
    return _USUAL.get(country, ELSEWHERE)


_SEPARATORS = re.compile(r"[\s./-]+")


def plain_number(text: str) -> str | None:
    """A register number in the one form that is stored: capitals, no separators (space, `.`, `/`, `-`).

    None when it is not 2 to 40 letters and digits (A to Z, 0 to 9) with at least one digit.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    plain = bare.isascii() and bare.isalnum()
    fits = 2 <= len(bare) <= 40 and plain and any(letter.isdigit() for letter in bare)
    return bare if fits else None


def is_website(text: str) -> bool:
    """Whether a text is the absolute http address of a named host, without spaces and without a login in it."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_named = all(re.fullmatch(r"[\w-]+", label) for label in host.split(".")) and "." in host
    return parts.scheme in {"http", "https"} and is_named and "@" not in parts.netloc and not re.search(r"\s", text)
