"""Reads pasted lines of people: `Name <email>`, `Name, email`, `Name; email`, name-tab-email, `email` alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKETED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;]*")
_SEPARATED = re.compile(r"(?P<name>.*)[,;\t](?P<email>[^,;\t]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number in the text (from 0), the name (may be empty), and the e-mail as typed."""

    number: int
    name: str
    email: str


def lines(text: str) -> Iterator[Line]:
    """The people of a text; whatever is no e-mail address is left for others to judge."""
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text)):
        stripped = raw.strip().rstrip(",;").strip()
        if stripped:
            yield _line(number, stripped)


def _line(number: int, text: str) -> Line:
    found = _BRACKETED.fullmatch(text) or _SEPARATED.fullmatch(text)
    if found is None:
        return Line(number, "", text)
    return Line(number, found["name"].strip(' \t,;"'), found["email"].strip())


def name_from(email: str) -> str:
    """A name for somebody of whom only the e-mail address is known: `anna.berg@x.dk` becomes `Anna Berg`."""
    mailbox = email.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._-]+", mailbox) if part) or email
