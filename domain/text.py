"""Text as people compare and search it: folded case, no accents, words."""

import re
import unicodedata

_WORD = re.compile(r"[0-9a-z]+")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Case-folded text without accents, with single spaces: the order and the search of names."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return " ".join("".join(c for c in lowered if not unicodedata.combining(c)).split())


def words(*texts: str | None) -> frozenset[str]:
    """The searchable words of some texts: folded, letters and digits only, at most 64 letters each."""
    return frozenset(word[:64] for text in texts if text for word in _WORD.findall(fold(text)))
