"""What people may type into a search box, and the tags by which they choose."""

from domain.errors import ErrorCode, RequestError
from domain.text import fold, words

MOST_LETTERS = 200
MOST_WORDS = 10
MOST_TAGS = 20
# Nothing is folded to this.
_NO_TAG = " "


def checked_search(text: str | None, argument: str = "search") -> str | None:
    """The text unchanged; raises RequestError (BAD_INPUT) for more than 10 words or 200 characters."""
    if text is not None and (len(text) > MOST_LETTERS or len(words(text)) > MOST_WORDS):
        message = f"`{argument}` takes at most {MOST_WORDS} words and {MOST_LETTERS} characters."
        raise RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})
    return text


def checked_tags(tags: list[str] | None) -> tuple[str, ...]:
    """The tags as they are stored, which lower and upper case are not apart in; raises RequestError (BAD_INPUT)."""
    if tags is not None and (len(tags) > MOST_TAGS or any(len(tag) > MOST_LETTERS for tag in tags)):
        message = f"`tag` takes at most {MOST_TAGS} tags of at most {MOST_LETTERS} characters."
        raise RequestError(ErrorCode.BAD_INPUT, message, {"argument": "tag"})
    return tuple(sorted({fold(tag) if tag.isprintable() else _NO_TAG for tag in tags or ()}))
