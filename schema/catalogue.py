"""What the catalogue offers: courses with lessons and quizzes, and resources."""

from datetime import date

import strawberry

from domain.ids import IdKind
from domain.vocabulary import LessonKind, ResourceKind, Topic
from resolvers.relation import column, public_id
from schema.cost import FREE, several
from schema.field import plain
from schema.node import Node
from schema.scalars import URL, CountryCode, LanguageCode

TOPICS = several(len(Topic))


@strawberry.type(description="One of the answers to choose from.", directives=FREE)
class Choice:
    key: str = plain("What to answer with.")
    text: str = plain("What it says.")


@strawberry.type(description="A question of a quiz. Which answers are right is told to nobody.", directives=FREE)
class Question:
    key: str = plain("What to answer by.")
    text: str = plain("What is asked.")
    takes_several: bool = plain("Whether more than one choice is right; then all of them have to be chosen.")
    choices: list[Choice] = plain("What to choose from.", size=several(4))


@strawberry.type(description="A quiz, which is handed in whole.", directives=FREE)
class Quiz:
    questions: list[Question] = plain("Its questions, in order.", size=several(10))
    pass_percent: int = plain("How many of a hundred questions have to be answered right.")
    max_attempt_count: int = plain("How often it may be tried within 24 hours.", column("most_attempts"))


@strawberry.type(description="A part of a course.", directives=FREE)
class Lesson(Node):
    id: strawberry.ID = plain("Opaque id; stays the same over versions of its course.", public_id(IdKind.LESSON))
    title: str = plain("What it is called, in its course's language.")
    kind: LessonKind = plain("What is done in it.")
    minutes: int = plain("How long it takes.")
    url: URL | None = plain("Where it is watched or read; null for a quiz.")
    quiz: Quiz | None = plain("The quiz, where it is one.")


@strawberry.type(description="Something to take away, for the work with clients or for the firm's own marketing.")
class Resource(Node):
    id: strawberry.ID = plain("Opaque id of the resource.", public_id(IdKind.RESOURCE))
    title: str = plain("What it is called, in its language.")
    summary: str = plain("What is in it.")
    kind: ResourceKind = plain("What it is.")
    languages: list[LanguageCode] = plain("The languages in which it is there.", size=several(4))
    countries: list[CountryCode] = plain("For which countries it is made; empty for all.", size=several(3))
    topics: list[Topic] = plain("What it is about.", size=TOPICS)
    url: URL = plain("Where it is.")
    updated_on: date = plain("When it was changed last.")
