"""What a person is known by, and a text without it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

ERASED_NAME: Final = "Erased person"
_NOBODY = "@erased.invalid"
# Shorter ones (a subject "7", an extension) would be found in texts that are about something else.
_SHORTEST = 6


def erased_address(key: str) -> str:
    """An address that reaches nobody (RFC 2606), another one for each key."""
    return f"erased-{key}{_NOBODY}"


def is_erased(address: str) -> bool:
    """Whether an address stands for somebody who was erased."""
    return address.endswith(_NOBODY)


@dataclass(frozen=True)
class Person:
    """A person by their e-mail address, the names they go by, and other signs of theirs (telephone, subject)."""

    email: str
    names: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """All that would tell who it was, the longest first."""
        named = [name for name in self.names if name.strip()]
        found = {self.email, *named, *(sign for sign in self.signs if len(sign.strip()) >= _SHORTEST)}
        return tuple(sorted(found, key=lambda mark: (-len(mark), mark)))

    def redacted(self, value: Any) -> Any:
        """A text, or plain JSON, in which nothing tells of the person; other values as they are.

        Marks are found in letters of any case, composed or not, and with any white space between their words.
        """
        if isinstance(value, str):
            told, times = self._pattern.subn(self._instead, unicodedata.normalize("NFC", value))
            return told if times else value
        if isinstance(value, list):
            return [self.redacted(each) for each in value]
        if isinstance(value, dict):
            return {self.redacted(name): self.redacted(each) for name, each in value.items()}
        return value

    def is_told_by(self, *values: Any) -> bool:
        """Whether one of these texts, or plain JSON, tells of the person."""
        return any(self.redacted(value) != value for value in values)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Names are groups, so that what was found tells what it is.
        each = (f"({_alone(mark)})" if mark in self.names else _alone(mark) for mark in self.marks)
        return re.compile("|".join(each), re.IGNORECASE)

    def _instead(self, found: re.Match[str]) -> str:
        return ERASED_NAME if found.lastindex else "[erased]"


def person(email: str, names: Iterable[str | None], signs: Iterable[str | None]) -> Person:
    """A person by what rows say of them, each once."""
    return Person(email, tuple(dict.fromkeys(filter(None, names))), tuple(dict.fromkeys(filter(None, signs))))


def sure_parts(mark: str) -> list[str]:
    """What of a mark stands in ASCII wherever it is written, but for the case of its letters, in this order.

    Left out are letters beyond ASCII, and those that others beyond it are a form of: `İ` and `ı`, `K`, `ß` and `ſ`.
    """
    composed = unicodedata.normalize("NFC", mark)
    return [part for part in re.split("[^a-hjl-rt-z0-9@.+-]", composed, flags=re.ASCII | re.IGNORECASE) if part]


def _alone(mark: str) -> str:
    """A mark as a word of its own: who erases Bo leaves Bodil alone."""
    words = unicodedata.normalize("NFC", mark).split()
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return before + r"\s+".join(map(_spelt, words)) + after


def _spelt(word: str) -> str:
    return "".join(_letter(found) for found in re.findall("ss|.", word, re.IGNORECASE))


def _letter(letter: str) -> str:
    """A letter, also as the several that it becomes in the other case."""
    forms = {letter, letter.casefold()} if len(letter.casefold()) > 1 else {letter}
    forms |= {"ß"} if letter.casefold() == "ss" else set()
    return f"(?:{'|'.join(map(re.escape, sorted(forms)))})" if len(forms) > 1 else re.escape(letter)
