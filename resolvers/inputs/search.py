"""What people may type into a search box."""

from domain.errors import ErrorCode, RequestError
from domain.text import words

MOST_LETTERS = 200
MOST_WORDS = 10


def checked_search(text: str | None) -> str | None:
    """The text unchanged; raises RequestError (BAD_INPUT) for more than 10 words or 200 characters."""
    if text is not None and (len(text) > MOST_LETTERS or len(words(text)) > MOST_WORDS):
        message = f"`search` takes at most {MOST_WORDS} words and {MOST_LETTERS} characters."
        raise RequestError(ErrorCode.BAD_INPUT, message, {"argument": "search"})
    return text
