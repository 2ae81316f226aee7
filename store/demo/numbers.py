"""Registration, VAT and phone numbers: valid by their check digits, in ranges that nobody has been given."""

from typing import NamedTuple

import stdnum.dk.cvr
import stdnum.iso7064.mod_11_10
import stdnum.luhn

# A prime, so that multiplication shuffles the companies without meeting any twice.
COMPANIES = 62_497
_STRIDE = 48_271
_CVR_BLOCK = 16


class CompanyNumbers(NamedTuple):
    """A company's number in its country's register, and its VAT number."""

    registration: str
    vat: str


def shuffled(index: int) -> int:
    """The place of a company among `COMPANIES`; raises ValueError beyond them."""
    if not 0 <= index < COMPANIES:
        raise ValueError(f"the demo world knows {COMPANIES} companies of a country, not number {index}")
    return (index + 1) * _STRIDE % COMPANIES


def danish(index: int, town: str) -> CompanyNumbers:
    """A CVR number; from 90000000 on none is issued, and not every serial has a check digit."""
    first = 9_000_000 + shuffled(index) * _CVR_BLOCK
    serials = (str(serial) for serial in range(first, first + _CVR_BLOCK))
    digits = ((serial, -stdnum.dk.cvr.checksum(serial + "0") % 11) for serial in serials)
    number = next(f"{serial}{digit}" for serial, digit in digits if digit < 10)
    return CompanyNumbers(number, f"DK{number}")


def german(index: int, town: str) -> CompanyNumbers:
    """An HRB number of the town's court, far above those in use, and a VAT number."""
    base = f"99{shuffled(index):06d}"
    check = stdnum.iso7064.mod_11_10.calc_check_digit(base)
    return CompanyNumbers(f"{town} HRB {900_000 + shuffled(index)}", f"DE{base}{check}")


def swedish(index: int, town: str) -> CompanyNumbers:
    """An organisation number of a limited company."""
    base = f"5599{shuffled(index):05d}"
    number = f"{base}{stdnum.luhn.calc_check_digit(base)}"
    return CompanyNumbers(number, f"SE{number}01")


def danish_phone(index: int) -> str:
    """Denmark sets no numbers aside for fiction; those that begin with 1 belong to no subscriber."""
    return f"+45 1{index % 10} {index // 10 % 90 + 10} {index // 7 % 90 + 10} {index // 3 % 90 + 10}"


def german_phone(index: int) -> str:
    """Berlin, 23125 000 to 999, set aside for films."""
    return f"+49 30 23125 {index % 1000:03d}"


def swedish_phone(index: int) -> str:
    """Stockholm, 465 004 00 to 99, set aside for fiction."""
    return f"+46 8 465 004 {index % 100:02d}"
