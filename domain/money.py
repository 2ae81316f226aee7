"""Money as whole minor units of an ISO 4217 currency; amounts of two currencies are never added."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def exponent(currency: str) -> int:
    """Number of decimal places of a currency's minor unit (ISO 4217; 2 unless listed)."""
    return _EXPONENTS.get(currency, 2)


class Money(NamedTuple):
    """An amount in minor units (cents) of `currency_code` (ISO 4217)."""

    minor: int
    currency_code: str

    @property
    def amount(self) -> Decimal:
        """The exact decimal amount in major units."""
        return Decimal(self.minor).scaleb(-exponent(self.currency_code))

    @property
    def text(self) -> str:
        """The same, written out with all its places: `-0.05`, `1200`."""
        return written(self.minor, self.currency_code)


@lru_cache(8_192)
def written(minor: int, currency: str) -> str:
    """An amount in minor units, written out in major ones with all their places."""
    places = exponent(currency)
    if places == 0:
        return str(minor)
    digits = str(abs(minor)).rjust(places + 1, "0")
    return f"{'-' if minor < 0 else ''}{digits[:-places]}.{digits[-places:]}"
