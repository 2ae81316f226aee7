"""Courses, their lessons, and quizzes with the answers that are right."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from domain.catalogue.item import Item
from domain.errors import Refused, UserError, UserErrorCode
from domain.vocabulary import CourseLevel, LessonKind


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from; its key is unique in its question."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz; `right` are the keys of all right choices, which are told to nobody."""

    key: str
    text: str
    choices: tuple[Choice, ...]
    right: frozenset[str] = field(repr=False)

    @property
    def takes_several(self) -> bool:
        """Whether more than one choice is right."""
        return len(self.right) > 1


@dataclass(frozen=True, slots=True)
class Quiz:
    """Passed with `pass_percent` of its questions; it may be tried `most_attempts` times within a day."""

    questions: tuple[Question, ...]
    pass_percent: int
    most_attempts: int

    def score(self, answers: Mapping[str, Collection[str]]) -> int:
        """How many of a hundred questions were answered right, rounded down; all of a question's choices count.

        `answers` are keys of choices by the keys of questions. Raises `Refused`, which names every question that has
        no answer, and every answer that belongs to nothing.
        """
        self._check(answers)
        right = sum(set(answers[question.key]) == question.right for question in self.questions)
        return right * 100 // len(self.questions)

    def _check(self, answers: Mapping[str, Collection[str]]) -> None:
        known = {question.key: {choice.key for choice in question.choices} for question in self.questions}
        wrong = [
            _wrong(UserErrorCode.REQUIRED, key, f"Answer the question `{key}` too; a quiz is handed in whole.")
            for key in known
            if not answers.get(key)
        ]
        for key, chosen in answers.items():
            if key not in known:
                wrong.append(_wrong(UserErrorCode.NOT_FOUND, key, f"This quiz has no question `{key[:40]}`."))
            elif strange := sorted(set(chosen) - known[key]):
                there = ", ".join(sorted(known[key]))
                message = f"The question `{key}` has no choice `{strange[0][:40]}`, only {there}."
                wrong.append(_wrong(UserErrorCode.INVALID, key, message))
        if wrong:
            raise Refused(*wrong)


def _wrong(code: UserErrorCode, question: str, message: str) -> UserError:
    return UserError(code, message, ("input", "answers", question[:40]))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A part of a course; `url` leads to what is watched or read, `quiz` is there for a QUIZ alone."""

    typename: ClassVar[str] = "Lesson"
    id: UUID
    key: str
    title: str
    kind: LessonKind
    minutes: int
    url: str | None
    quiz: Quiz | None


@dataclass(frozen=True, kw_only=True)
class Course(Item):
    """A course as it is now; a certificate of it is good for `valid_months`, for ever when that is None.

    `language` is an ISO 639-1 code.
    """

    typename: ClassVar[str] = "Course"
    language: str
    level: CourseLevel
    version: int
    valid_months: int | None
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """How long all its lessons take."""
        return sum(lesson.minutes for lesson in self.lessons)
