"""Money as whole minor units of an ISO 4217 currency; amounts of two currencies are never added."""

from dataclasses import dataclass
from decimal import Decimal

_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def exponent(currency: str) -> int:
    """Number of decimal places of a currency's minor unit (ISO 4217; 2 unless listed)."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
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
        places = _EXPONENTS.get(self.currency_code, 2)
        if places == 2 and self.minor >= 0:
            return f"{self.minor // 100}.{self.minor % 100:02d}"
        if places == 0:
            return str(self.minor)
        digits = str(abs(self.minor)).rjust(places + 1, "0")
        return f"{'-' if self.minor < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def money(minor: int | None, currency: str) -> Money | None:
    """Money of a stored amount; unknown stays unknown."""
    return None if minor is None else Money(minor, currency)
