"""How far somebody is with a course, and how often they may still try its quizzes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.catalogue import Lesson, Quiz

# A quiz counts the attempts of so long.
ATTEMPTS_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far somebody is with a lesson; the last two are of quizzes that are not passed yet."""

    lesson: Lesson
    done_at: datetime | None = None
    score: int | None = None
    remaining_attempt_count: int | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The lessons of a course as it is now, in order."""

    lessons: tuple[LessonProgress, ...]

    @property
    def lesson_count(self) -> int:
        """How many lessons there are."""
        return len(self.lessons)

    @property
    def done_lesson_count(self) -> int:
        """How many of them are done."""
        return sum(each.done_at is not None for each in self.lessons)

    @property
    def percent(self) -> int:
        """How many of a hundred lessons are done, rounded down."""
        return self.done_lesson_count * 100 // self.lesson_count

    @property
    def next_lesson(self) -> Lesson | None:
        """The first one that is not done."""
        return next((each.lesson for each in self.lessons if each.done_at is None), None)


def waiting(lesson: Lesson, attempts: Sequence[datetime]) -> LessonProgress:
    """A lesson that is not done, after the attempts of the last 24 hours."""
    if lesson.quiz is None:
        return LessonProgress(lesson)
    left = attempts_left(lesson.quiz, attempts)
    return LessonProgress(lesson, remaining_attempt_count=left, next_attempt_at=next_attempt_at(lesson.quiz, attempts))


def attempts_left(quiz: Quiz, attempts: Sequence[datetime]) -> int:
    """How often a quiz may still be tried."""
    return max(quiz.most_attempts - len(attempts), 0)


def next_attempt_at(quiz: Quiz, attempts: Sequence[datetime]) -> datetime | None:
    """When a quiz may be tried again that was tried too often; None when it may be tried now."""
    if attempts_left(quiz, attempts):
        return None
    return sorted(attempts)[-quiz.most_attempts] + ATTEMPTS_WITHIN
