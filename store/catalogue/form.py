"""The form of the catalogue's files, as JSON Schema."""

from typing import Any

from domain.vocabulary import CourseLevel, LessonKind, ResourceKind, Topic, Word

Schema = dict[str, Any]

_KEY: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60}
_LANGUAGE: Schema = {"type": "string", "pattern": "^[a-z]{2}$"}
_COUNTRIES: Schema = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}, "uniqueItems": True}
_URL: Schema = {"type": "string", "pattern": "^https://[^\\s]+$", "maxLength": 500}


def _text(most: int) -> Schema:
    return {"type": "string", "pattern": "\\S", "maxLength": most}


def _number(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _word(words: type[Word]) -> Schema:
    return {"enum": [word.value for word in words]}


def _several(items: Schema, least: int = 1, most: int = 100) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _object(required: str, **properties: Schema) -> Schema:
    """An object of exactly these members: a misspelt one is told instead of being passed over."""
    closed = {"type": "object", "additionalProperties": False}
    return closed | {"required": required.split(), "properties": properties}


_TOPICS = _several(_word(Topic), most=len(Topic)) | {"uniqueItems": True}
_QUESTION = _object(
    "key text choices right",
    key=_KEY,
    text=_text(500),
    choices={
        "type": "object",
        "minProperties": 2,
        "maxProperties": 10,
        "propertyNames": {"pattern": "^[a-z0-9]{1,20}$"},
        "additionalProperties": _text(300),
    },
    right=_several({"type": "string"}, most=10) | {"uniqueItems": True},
)
_LESSON = _object(
    "key title kind minutes",
    key=_KEY,
    title=_text(200),
    kind=_word(LessonKind),
    minutes=_number(1, 600),
    url=_URL,
    pass_percent=_number(1, 100),
    most_attempts=_number(1, 100),
    questions=_several(_QUESTION, most=50),
)
COURSE = _object(
    "key title summary language level topics version lessons",
    key=_KEY,
    title=_text(200),
    summary=_text(1000),
    language=_LANGUAGE,
    countries=_COUNTRIES,
    topics=_TOPICS,
    level=_word(CourseLevel),
    version=_number(1, 1_000_000),
    # A certificate is due for renewal a month before its end.
    valid_months=_number(2, 120),
    lessons=_several(_LESSON, most=50),
)
RESOURCE = _object(
    "key title summary kind languages topics url updated_on",
    key=_KEY,
    title=_text(200),
    summary=_text(1000),
    kind=_word(ResourceKind),
    languages=_several(_LANGUAGE, most=50) | {"uniqueItems": True},
    countries=_COUNTRIES,
    topics=_TOPICS,
    url=_URL,
    # A date of TOML, which JSON has no type for.
    updated_on={},
)
FILE = _object("", courses=_several({"type": "object"}, 0, 1000), resources=_several({"type": "object"}, 0, 5000))
