"""Money is exact, in every currency, however it is told."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money, exponent

CURRENCIES = st.sampled_from(["EUR", "DKK", "SEK", "ISK", "JPY", "KWD", "CLF", "XYZ"])


@given(st.integers(-(10**15), 10**15), CURRENCIES)
def test_an_amount_is_written_with_all_its_places_and_reads_as_itself(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert money.text == format(money.amount, "f")
    assert Decimal(money.text).scaleb(exponent(currency)) == minor


def test_small_and_negative_amounts_keep_their_zeros() -> None:
    assert [Money(minor, "EUR").text for minor in (0, 5, -5, 120, -12345)] == [
        "0.00",
        "0.05",
        "-0.05",
        "1.20",
        "-123.45",
    ]
    assert [Money(7, currency).text for currency in ("ISK", "KWD")] == ["7", "0.007"]
