"""The whole catalogue, and what is found in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from domain.catalogue.course import Course, Lesson
from domain.catalogue.item import Item
from domain.catalogue.resource import Resource
from domain.text import words
from domain.vocabulary import CourseLevel, ResourceKind, Topic


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all hold; a list means any of its members, and what is empty asks for nothing.

    Each word of `search` begins a word of the title, summary or topics. What is made for no country in particular is
    made for each.
    """

    search: str | None = None
    language: tuple[str, ...] = ()
    country: str | None = None
    topic: tuple[Topic, ...] = ()
    kind: tuple[ResourceKind, ...] = ()
    level: tuple[CourseLevel, ...] = ()

    def admits(self, item: Course | Resource) -> bool:
        """Whether an item is wanted."""
        if self.country is not None and item.countries and self.country not in item.countries:
            return False
        if self.topic and not set(self.topic) & set(item.topics):
            return False
        return self._is_of_kind(item) and _has_words(item, words(self.search))

    def _is_of_kind(self, item: Course | Resource) -> bool:
        if isinstance(item, Course):
            return _among(self.language, [item.language]) and _among(self.level, [item.level])
        return _among(self.language, item.languages) and _among(self.kind, [item.kind])


@dataclass(frozen=True)
class Catalogue:
    """Courses and resources, which belong to no firm: all see the same."""

    courses: tuple[Course, ...] = ()
    resources: tuple[Resource, ...] = ()

    @cached_property
    def course_by_id(self) -> dict[UUID, Course]:
        """The courses by their ids."""
        return {course.id: course for course in self.courses}

    @cached_property
    def resource_by_id(self) -> dict[UUID, Resource]:
        """The resources by their ids."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def lesson_by_id(self) -> dict[UUID, Lesson]:
        """The lessons of all courses by their ids."""
        return {lesson.id: lesson for course in self.courses for lesson in course.lessons}

    @cached_property
    def course_by_lesson_id(self) -> dict[UUID, Course]:
        """The courses by the ids of their lessons."""
        return {lesson.id: course for course in self.courses for lesson in course.lessons}


def _among(wanted: Collection[str], given: Sequence[str]) -> bool:
    return not wanted or any(each in wanted for each in given)


def _has_words(item: Item, searched: Collection[str]) -> bool:
    return all(any(word.startswith(start) for word in item.found_by) for start in searched)
