"""Courses and resources of what was read and is in order; their ids follow from their keys, wherever they are read."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.catalogue import Choice, Course, Lesson, Question, Quiz, Resource
from domain.vocabulary import CourseLevel, LessonKind, ResourceKind, Topic

Item = dict[str, Any]
_OURS = uuid5(NAMESPACE_URL, "urn:partner-gateway:catalogue")


def id_of(*keys: str) -> UUID:
    """The id of what has these keys, from the outermost to the innermost: `course`, its key, that of its lesson."""
    return uuid5(_OURS, "/".join(keys))


def course(item: Item) -> Course:
    """A course."""
    made: Item = {"id": id_of("course", item["key"]), "valid_months": item.get("valid_months")}
    made |= {"countries": tuple(item.get("countries", ())), "topics": tuple(map(Topic, item["topics"]))}
    made["lessons"] = tuple(_lesson(item["key"], lesson) for lesson in item["lessons"])
    return Course(**{**item, **made, "level": CourseLevel(item["level"])})


def resource(item: Item) -> Resource:
    """A resource."""
    made: Item = {name: tuple(item.get(name, ())) for name in ("countries", "languages")}
    made |= {"topics": tuple(map(Topic, item["topics"])), "kind": ResourceKind(item["kind"])}
    return Resource(**{**item, **made, "id": id_of("resource", item["key"])})


def _lesson(course_key: str, item: Item) -> Lesson:
    return Lesson(
        id=id_of("course", course_key, item["key"]),
        key=item["key"],
        title=item["title"],
        kind=LessonKind(item["kind"]),
        minutes=item["minutes"],
        url=item.get("url"),
        quiz=_quiz(item) if item["kind"] == LessonKind.QUIZ else None,
    )


def _quiz(item: Item) -> Quiz:
    return Quiz(tuple(map(_question, item["questions"])), item["pass_percent"], item["most_attempts"])


def _question(item: Item) -> Question:
    choices = tuple(Choice(key, text) for key, text in item["choices"].items())
    return Question(item["key"], item["text"], choices, frozenset(item["right"]))
