"""What a form cannot say of courses and resources, and what is wrong with it, in words."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from domain.company import COUNTRIES
from domain.vocabulary import LessonKind

Item = dict[str, Any]
_QUIZ = ("pass_percent", "most_attempts", "questions")


def problems_of_course(item: Item) -> Iterator[str]:
    """Of a course whose form is right."""
    yield from _countries(item)
    yield from _doubles("lesson", item["lessons"])
    for lesson in item["lessons"]:
        for problem in _of_quiz(lesson) if lesson["kind"] == LessonKind.QUIZ else _of_other(lesson):
            yield f"lesson {lesson['key']!r}: {problem}"


def problems_of_resource(item: Item) -> Iterator[str]:
    """Of a resource whose form is right."""
    yield from _countries(item)
    if type(item["updated_on"]) is not date:
        yield "`updated_on` must be a date without quotes, such as 2026-05-04"


def _countries(item: Item) -> Iterator[str]:
    for code in item.get("countries", ()):
        if code not in COUNTRIES:
            yield f"`countries` has {code}, which is no country; write ISO 3166-1 codes, such as DK"


def _of_other(lesson: Item) -> Iterator[str]:
    if "url" not in lesson:
        yield "`url` is missing; only a QUIZ has none"
    for name in _QUIZ:
        if name in lesson:
            yield f"`{name}` is for a QUIZ alone; remove it"


def _of_quiz(lesson: Item) -> Iterator[str]:
    if "url" in lesson:
        yield "`url` is not for a QUIZ; remove it"
    missing = [name for name in _QUIZ if name not in lesson]
    yield from (f"`{name}` is missing, which a QUIZ needs" for name in missing)
    yield from _doubles("question", lesson.get("questions", ()))
    for question in lesson.get("questions", ()):
        for key in question["right"]:
            if key not in question["choices"]:
                yield f"question {question['key']!r}: `right` names {key!r}, which is not one of its choices"


def _doubles(noun: str, items: Sequence[Item]) -> Iterator[str]:
    keys = [item["key"] for item in items]
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            yield f"{noun} {key!r} is there twice; give each a key of its own"
