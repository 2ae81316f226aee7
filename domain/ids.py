"""Public ids: opaque, typed, `client_` and 26 letters around a UUID."""

from enum import StrEnum
from functools import lru_cache
from uuid import UUID

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH = 26
_SHIFTS = range(120, -1, -10)


class IdKind(StrEnum):
    """The prefix of each type's ids."""

    PARTNER = "partner"
    CLIENT = "client"
    COLLEAGUE = "colleague"
    TEAM = "team"
    ASSIGNMENT = "assignment"
    INVITE = "invite"
    INVOICE = "invoice"
    INTEGRATION = "integration"
    GRANT_REQUEST = "grantrequest"
    NOTE = "note"
    REFERRAL = "referral"
    WEBHOOK = "webhook"
    DELIVERY = "delivery"
    APPLICATION = "application"
    COURSE = "course"
    LESSON = "lesson"
    RESOURCE = "resource"
    ENROLMENT = "enrolment"
    CERTIFICATE = "certificate"


@lru_cache(8_192)
def encode(kind: IdKind, value: UUID) -> str:
    """The public id of an object."""
    number = value.int
    return f"{kind.value}_{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}"


def parse(text: str) -> tuple[IdKind, UUID] | None:
    """The type and UUID inside a public id; None for anything that is not one, to the letter."""
    prefix, _, letters = text.partition("_")
    if len(letters) != _LENGTH or any(letter not in _VALUES for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number * 32 + _VALUES[letter]
    if number >= 1 << 128 or prefix not in IdKind._value2member_map_:
        return None
    return IdKind(prefix), UUID(int=number)


def decode(kind: IdKind, text: str) -> UUID | None:
    """The UUID inside a public id of one type; None when it is of another type or no id at all."""
    parsed = parse(text)
    return parsed[1] if parsed and parsed[0] is kind else None
