"""Public ids: opaque, typed, `client_` and 26 letters around a UUID."""

from enum import StrEnum
from uuid import UUID

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH = 26


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


def encode(kind: IdKind, value: UUID) -> str:
    """The public id of an object."""
    number = value.int
    letters = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    return f"{kind.value}_{''.join(reversed(letters))}"


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
