"""How these tests ask about courses, resources and certificates."""

from typing import Any

from domain.ids import IdKind, encode
from domain.vocabulary import LessonKind
from store.catalogue import built_in
from tests.invites.asking import ERRORS, ask, codes
from tests.portal import Caller

COURSES = """query ($filter: CourseFilter, $first: Int, $after: String, $last: Int, $before: String) { academy {
  courses(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
RESOURCES = """query ($filter: ResourceFilter, $first: Int, $after: String, $last: Int, $before: String) {
  resources(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id title updatedOn } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
COURSE = """query ($id: ID!) { academy { course(id: $id) { __typename id title summary language countries topics level
  minutes version validMonths lessons { id title kind minutes url quiz { passPercent maxAttemptCount
    questions { key text takesSeveral choices { key text } } } } } } }"""


def course(key: str = "first-client") -> Any:
    """A course of the built-in catalogue."""
    return next(each for each in built_in().courses if each.key == key)


def course_id(key: str = "first-client") -> str:
    """Its id."""
    return encode(IdKind.COURSE, course(key).id)


async def titles(ask: Caller, document: str, **filter: Any) -> list[str]:
    """The titles of what a filter lets through, in their order."""
    answer = await ask(document, filter=filter, first=100)
    found = answer.data.get("academy") or answer.data
    return [node["title"] for node in next(iter(found.values()))["nodes"]]


_ENROLMENT = """enrolment { id status version courseTitle courseVersion startedAt completedAt leftAt
  colleague { name } enrolledBy { name }
  progress { percent doneLessonCount lessonCount nextLesson { title }
    lessons { doneAt score remainingAttemptCount nextAttemptAt } } }"""
ENROL = f"mutation ($input: EnrolInCourseInput!) {{ enrolInCourse(input: $input) {{ {_ENROLMENT} {ERRORS} }} }}"
LEAVE = f"mutation ($input: LeaveCourseInput!) {{ leaveCourse(input: $input) {{ {_ENROLMENT} {ERRORS} }} }}"
COMPLETE = f"""mutation ($input: CompleteLessonInput!) {{ completeLesson(input: $input) {{ {_ENROLMENT}
  quiz {{ score passPercent isPassed remainingAttemptCount nextAttemptAt }}
  certificate {{ id number status issuedAt renewableFrom expiresAt courseVersion renews {{ status }} }}
  {ERRORS} }} }}"""


def lessons(key: str = "first-client") -> list[str]:
    """The ids of a course's lessons, in order."""
    return [encode(IdKind.LESSON, lesson.id) for lesson in course(key).lessons]


def answers(key: str = "first-client", wrong: int = 0) -> list[dict[str, Any]]:
    """Answers to the quiz at a course's end, the first `wrong` of them wrong."""
    quiz = course(key).lessons[-1].quiz
    return [
        {"question": question.key, "choices": sorted(question.right) if place >= wrong else [_wrong(question)]}
        for place, question in enumerate(quiz.questions)
    ]


def _wrong(question: Any) -> str:
    return next(choice.key for choice in question.choices if choice.key not in question.right)


async def study(caller: Caller, key: str = "first-client") -> dict[str, Any]:
    """Enrols, and does all lessons; what the last one answered."""
    assert not codes(await ask(caller, ENROL, courseId=course_id(key)))
    for lesson, of in zip(lessons(key), course(key).lessons, strict=True):
        given = {"answers": answers(key)} if of.kind is LessonKind.QUIZ else {}
        told = await ask(caller, COMPLETE, lessonId=lesson, **given)
        assert not codes(told), told
    return told
