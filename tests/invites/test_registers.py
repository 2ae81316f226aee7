"""Numbers of company registers are checked and brought into one form."""

from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.company import COUNTRIES, usual
from resolvers.inviting.registers import example, normalised


@pytest.mark.parametrize(
    ("country", "number", "stored"),
    [
        ("DK", "DK 13 58 56 28", "13585628"),
        ("DK", "13585629", None),
        ("SE", "123456-7897", "1234567897"),
        ("SE", "123456-7890", None),
        ("NO", "988 077 917", "988077917"),
        ("NO", "988 077 918", None),
        ("FI", "2077474-0", "20774740"),
        ("FI", "2077474-1", None),
        ("FR", "552 008 443", "552008443"),
        ("FR", "732 829 320 00074", "732829320"),
        ("FR", "552 008 444", None),
        ("DE", "hamburg  HRB 123456", "Hamburg HRB 123456"),
        ("DE", "HRB 123456", "HRB123456"),
        ("GB", "1234567", "01234567"),
        ("GB", "sc 123456", "SC123456"),
        ("GB", "123456789", None),
        ("NL", "1234 5678", "12345678"),
        ("NL", "ABCDEFGH", None),
        ("CH", "CHE-100.155.212", "CHE100155212"),
        ("PL", "0000 123-456", "0000123456"),
        ("US", "12-3456789", "123456789"),
        ("US", "x", None),
        ("US", "no digits", None),
        ("US", "1" * 41, None),
        ("US", "12<34>", None),
        ("US", "١٢٣٤٥٦٧٨", None),
        ("US", "АВ1234", None),
        ("US", "１２３４", "1234"),
        ("DK", "١٣٥٨٥٦٢٨", None),
        ("DE", "HRB ١٢٣٤", None),
        ("DE", "Hamburg\u0430 HRB 123456", None),
        ("DE", "Köln HRB 1234", "Köln HRB 1234"),
        ("GB", "ЅС123456", None),
    ],
)
def test_a_number_is_stored_in_one_form_or_refused(country: str, number: str, stored: str | None) -> None:
    assert normalised(country, number) == stored


@given(st.sampled_from(sorted(COUNTRIES)), st.text(max_size=60))
def test_whatever_is_typed_the_stored_form_fits_and_stays_as_it_is(country: str, number: str) -> None:
    stored = normalised(country, number)
    if stored is not None:
        assert 2 <= len(stored) <= 40
        assert normalised(country, stored) == stored


def test_every_country_says_what_its_numbers_look_like() -> None:
    assert all(example(country) for country in COUNTRIES)


def test_the_countries_are_those_of_the_standard() -> None:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text()
    assert {line[:2] for line in table.splitlines() if not line.startswith("#")} == COUNTRIES


def test_every_country_has_a_currency_and_a_time_zone_that_exists() -> None:
    assert all(len(usual(country).currency) == 3 and ZoneInfo(usual(country).time_zone) for country in COUNTRIES)
