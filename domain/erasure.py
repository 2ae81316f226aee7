"""What a person is known by, and a text without it."""

import re
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
        found = {self.email, *named, *(sign for sign in self.signs if len(sign) >= _SHORTEST)}
        return tuple(sorted(found, key=lambda mark: (-len(mark), mark)))

    def redacted(self, value: Any) -> Any:
        """A text, or plain JSON, in which nothing tells of the person; other values as they are."""
        if isinstance(value, str):
            return self._pattern.sub(self._instead, value)
        if isinstance(value, list):
            return [self.redacted(each) for each in value]
        if isinstance(value, dict):
            return {self.redacted(name): self.redacted(each) for name, each in value.items()}
        return value

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # A name is a word of its own: who erases Bo leaves Bodil alone.
        return re.compile("|".join(_alone(mark) for mark in self.marks), re.IGNORECASE)

    def _instead(self, found: re.Match[str]) -> str:
        folded = found.group().casefold()
        return ERASED_NAME if any(folded == name.casefold() for name in self.names) else "[erased]"


def person(email: str, names: Iterable[str | None], signs: Iterable[str | None]) -> Person:
    """A person by what rows say of them, each once."""
    return Person(email, tuple(dict.fromkeys(filter(None, names))), tuple(dict.fromkeys(filter(None, signs))))


def _alone(mark: str) -> str:
    before = r"(?<!\w)" if mark[0].isalnum() else ""
    after = r"(?!\w)" if mark[-1].isalnum() else ""
    return f"{before}{re.escape(mark)}{after}"
