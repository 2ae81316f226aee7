"""Checks of what people type: every mistake in an input is found before anything is written, all at once."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from domain.company import COUNTRIES
from domain.errors import Refused, UserError
from domain.errors import UserErrorCode as Code
from resolvers.context import Info
from resolvers.email_address import email_address
from resolvers.inviting.registers import example, normalised
from resolvers.outcome import Outcome

Input = TypeVar("Input")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
# They turn the text around them, so that it reads as something else.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters by their class, and yet nothing can be seen of them.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,38}")
_IN_LINES = "\n\r\t\u2028\u2029"
MOST_EMAIL = 254
MOST_NAME = 200


class Checks:
    """Collects mistakes; each method gives the cleaned value, or an empty one beside a mistake noted.

    `where` is the field's name in the schema, below the path that the checks began with.
    """

    def __init__(self, *path: str) -> None:
        self._path = path
        self.errors: list[UserError] = []

    def wrong(self, code: Code, message: str, *where: str) -> None:
        """Notes a mistake."""
        self.errors.append(UserError(code, message, (*self._path, *where)))

    def done(self) -> None:
        """Raises `Refused` with all mistakes, if any."""
        if self.errors:
            raise Refused(*self.errors)

    def text(self, where: str, value: str | None, most: int = MOST_NAME, *, lines: bool = False) -> str:
        """A text that must be there, of at most `most` letters: a name, or with `lines` text on many lines."""
        found = self.optional(where, value, most, lines=True) if lines else self.name(where, value, most)
        if found is None:
            self.wrong(Code.REQUIRED, f"Fill in `{where}`.", where)
        return found or ""

    def name(self, where: str, value: str | None, most: int = MOST_NAME) -> str | None:
        """A name, with at least one letter or digit that can be seen; None when nothing is left."""
        found = self.optional(where, value, most)
        if found and not any(letter.isalnum() and letter not in _BLANKS for letter in found):
            self.wrong(Code.INVALID, f"`{where}` has no letter or digit in it that can be seen; write a name.", where)
            return ""
        return found

    def optional(self, where: str, value: str | None, most: int = MOST_NAME, *, lines: bool = False) -> str | None:
        """A text without spaces around it; None when nothing is left."""
        stripped = (value or "").strip()
        if len(stripped) > most:
            self.wrong(Code.TOO_LONG, f"`{where}` takes at most {most} characters; it has {len(stripped)}.", where)
        elif not _is_printable(stripped, _IN_LINES if lines else ""):
            self.wrong(Code.INVALID, f"Remove the control characters from `{where}`.", where)
        return stripped or None

    def email(self, where: str, value: str) -> str:
        """An e-mail address as it is stored."""
        try:
            found = email_address(value)
        except ValueError:
            found = ""
        if not found or len(found) > MOST_EMAIL:
            self.wrong(Code.INVALID_EMAIL, f"`{where}` is no e-mail address; write it like anna@company.com.", where)
        return found

    def phone(self, where: str, value: str | None) -> str | None:
        """A telephone number as people write it."""
        found = (value or "").strip()
        if found and not _PHONE.fullmatch(found):
            self.wrong(Code.INVALID, f"`{where}` is no telephone number; write it like +45 12 34 56 78.", where)
        return found or None

    def country(self, country: str) -> str:
        """A country code."""
        code = country.strip().upper()
        if code not in COUNTRIES:
            message = "`country` is no country; write its ISO 3166-1 code, for example DK."
            self.wrong(Code.INVALID_COUNTRY, message, "country")
            return ""
        return code

    def company(self, country: str, number: str) -> tuple[str, str]:
        """Country code and register number, in the form that is stored."""
        code = self.country(country)
        if not code:
            return "", ""
        found = normalised(code, number.strip()) if len(number) <= MOST_NAME else None
        if found is None:
            message = f"`registrationNumber` is not valid in {code}; write {example(code)}."
            self.wrong(Code.INVALID_REGISTRATION_NUMBER, message, "registrationNumber")
        return code, found or ""

    def key(self, value: str | None) -> None:
        """An idempotency key."""
        if value is not None and not (1 <= len(value) <= 100 and value.isprintable()):
            message = "`idempotencyKey` takes 1 to 100 printable characters; a new random key for each request is best."
            self.wrong(Code.INVALID, message, "idempotencyKey")

    def rows(self, where: str, rows: Sequence[Any], most: int) -> None:
        """A list that is neither empty nor too long."""
        if not rows:
            self.wrong(Code.REQUIRED, f"`{where}` is empty; give at least one row.", where)
        if len(rows) > most:
            message = f"`{where}` takes at most {most} rows; it has {len(rows)}. Send the rest in another request."
            self.wrong(Code.TOO_MANY, message, where)


def answering(
    resolve: Callable[[Info, Input], Awaitable[Outcome]],
) -> Callable[[Info, Input], Awaitable[Outcome]]:
    """Lets a mutation refuse before its unit of work begins, with the same kind of answer."""

    @wraps(resolve)
    async def answer(info: Info, input: Input) -> Outcome:
        try:
            return await resolve(info, input)
        except Refused as refusal:
            return Outcome(errors=refusal.errors)

    return answer


def _is_printable(text: str, also: str) -> bool:
    wrong = (letter in _TURNING or unicodedata.category(letter) in _UNPRINTABLE for letter in set(text) - set(also))
    return not any(wrong)
