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
        return _written(self)


@lru_cache(8_192)
def _written(money: Money) -> str:
    places = exponent(money.currency_code)
    if places == 0:
        return str(money.minor)
    digits = str(abs(money.minor)).rjust(places + 1, "0")
    return f"{'-' if money.minor < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def money(minor: int | None, currency: str) -> Money | None:
    """Money of a stored amount; unknown stays unknown."""
    return None if minor is None else Money(minor, currency)
