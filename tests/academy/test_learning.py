"""Lessons are done one by one, quizzes are passed or counted, and the right answers stay on the server."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from store import catalogue as store_catalogue
from store.catalogue import built_in
from store.engine import Store
from store.tables import audit_detail, quiz_attempt
from tests.academy.asking import COMPLETE, COURSE, ENROL, LEAVE, answers, course_id, lessons, study
from tests.invites.asking import ask, codes, left
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import Colleague, World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
async def bo(world: World) -> Colleague:
    return await (await world.partner()).colleague("Bo Lind")


@pytest.fixture
async def student(bo: Colleague, portal: Portal) -> Caller:
    """Somebody who takes the course `first-client`."""
    caller = portal.of(bo)
    await ask(caller, ENROL, courseId=course_id())
    return caller


async def attempt(caller: Caller, wrong: int, **more: Any) -> dict[str, Any]:
    return await ask(caller, COMPLETE, lessonId=lessons()[-1], answers=answers(wrong=wrong), **more)


async def test_all_lessons_complete_the_course_and_give_a_certificate(
    student: Caller, bo: Colleague, admin_store: Store
) -> None:
    seen = []
    for lesson in lessons()[:-1]:
        told = await ask(student, COMPLETE, lessonId=lesson)
        seen.append((told["enrolment"]["status"], told["enrolment"]["progress"]["percent"], told["certificate"]))
    assert seen == [("IN_PROGRESS", 25, None), ("IN_PROGRESS", 50, None), ("IN_PROGRESS", 75, None)]
    told = await attempt(student, wrong=1)
    assert told["quiz"] == {
        "score": 75, "passPercent": 75, "isPassed": True, "remainingAttemptCount": None, "nextAttemptAt": None,
    }  # fmt: skip
    assert told["enrolment"]["status"] == "COMPLETED"
    assert told["enrolment"]["progress"]["nextLesson"] is None
    assert told["enrolment"]["progress"]["lessons"][-1]["score"] == 75
    certificate = told["certificate"]
    assert (certificate["status"], certificate["courseVersion"]) == ("VALID", 3)
    assert (certificate["issuedAt"][:10], certificate["expiresAt"][:10]) == ("2026-05-13", "2028-05-13")
    after = await left(admin_store)
    done = ["enrolment.lesson_done"]
    listed = ["enrolment.created", "enrolment.started", *done * 4, "enrolment.completed", "certificate.issued"]
    assert after.audit == after.events == listed
    assert [(mail.kind, mail.to_email, mail.params["number"]) for mail in after.mails] == [
        ("certificate_issued", bo.email, certificate["number"])
    ]


@SQLITE
async def test_a_failed_quiz_says_how_far_it_was_and_how_often_it_may_still_be_tried(student: Caller) -> None:
    told = [(await attempt(student, wrong=wrong))["quiz"] for wrong in (4, 2)]
    assert [(each["score"], each["isPassed"], each["remainingAttemptCount"]) for each in told] == [
        (0, False, 2),
        (50, False, 1),
    ]
    last = await attempt(student, wrong=2)
    assert (last["quiz"]["remainingAttemptCount"], last["quiz"]["nextAttemptAt"]) == (0, "2026-05-14T09:00:00Z")
    assert last["enrolment"]["progress"]["lessons"][-1] == {
        "doneAt": None, "score": None, "remainingAttemptCount": 0, "nextAttemptAt": "2026-05-14T09:00:00Z",
    }  # fmt: skip
    refused = await attempt(student, wrong=0)
    assert codes(refused) == ["NO_ATTEMPTS_LEFT"]
    assert "2026-05-14 09:00 UTC" in refused["userErrors"][0]["message"]


@SQLITE
async def test_leaving_and_coming_back_gives_no_further_attempts_but_a_day_does(
    student: Caller, admin_store: Store, now: datetime
) -> None:
    for _ in range(3):
        told = await attempt(student, wrong=4)
    assert not codes(await ask(student, LEAVE, enrolmentId=told["enrolment"]["id"]))
    assert not codes(await ask(student, ENROL, courseId=course_id()))
    assert codes(await attempt(student, wrong=0)) == ["NO_ATTEMPTS_LEFT"]
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(quiz_attempt).values(at=now - timedelta(hours=24)))
    assert (await attempt(student, wrong=0))["quiz"]["isPassed"]


@SQLITE
async def test_a_retry_with_the_same_key_is_no_further_attempt(student: Caller) -> None:
    told = [await attempt(student, wrong=4, idempotencyKey="once") for _ in range(3)]
    assert [each["quiz"]["remainingAttemptCount"] for each in told] == [2, 2, 2]


async def test_attempts_at_the_same_time_are_all_counted(student: Caller) -> None:
    told = await asyncio.gather(*(attempt(student, wrong=4) for _ in range(8)))
    assert sum(each["quiz"] is not None for each in told) == 3
    refused = {code for each in told for code in codes(each)}
    assert refused <= {"NO_ATTEMPTS_LEFT", "CONFLICT"}


@SQLITE
async def test_a_lesson_that_is_done_can_be_done_again_without_a_change(student: Caller, admin_store: Store) -> None:
    first = await ask(student, COMPLETE, lessonId=lessons()[0])
    before = await left(admin_store)
    again = await ask(student, COMPLETE, lessonId=lessons()[0])
    assert again["enrolment"] == first["enrolment"]
    assert (await left(admin_store)).audit == before.audit


@SQLITE
@pytest.mark.parametrize(
    ("change", "refusals"),
    [
        (lambda given: given[1:], {"REQUIRED": "level"}),
        (lambda given: [], {"REQUIRED": "review"}),
        (lambda given: [*given, {"question": "moon", "choices": ["a"]}], {"NOT_FOUND": "moon"}),
        (lambda given: [{"question": "level", "choices": ["z"]}, *given[1:]], {"INVALID": "level"}),
        (lambda given: [*given, given[0]], {"DUPLICATE": "level"}),
    ],
    ids=["missing", "none", "strange", "no such choice", "twice"],
)
async def test_answers_that_cannot_be_are_refused_by_their_question_and_count_as_no_attempt(
    student: Caller, change: Any, refusals: dict[str, str]
) -> None:
    told = await ask(student, COMPLETE, lessonId=lessons()[-1], answers=change(answers()))
    found = {error["code"]: error["path"] for error in told["userErrors"]}
    assert found == {code: ["input", "answers", question] for code, question in refusals.items()}
    assert told["quiz"] is None
    assert (await attempt(student, wrong=4))["quiz"]["remainingAttemptCount"] == 2


@SQLITE
async def test_only_a_quiz_takes_answers(student: Caller) -> None:
    told = await ask(student, COMPLETE, lessonId=lessons()[0], answers=answers())
    assert codes(told) == ["INVALID"]


@SQLITE
async def test_who_does_not_take_a_course_does_none_of_its_lessons(student: Caller, portal: Portal) -> None:
    assert codes(await ask(student, COMPLETE, lessonId=lessons("month-end")[0])) == ["NOT_ENROLLED"]


@SQLITE
async def test_what_is_shown_does_not_depend_on_which_answers_are_right(
    bo: Colleague, store: Store, database: Database, tmp_path: Path, now: datetime
) -> None:
    """Two gateways on one database, whose catalogues differ in nothing but the right answers."""
    built = (Path(store_catalogue.__file__).parent / "courses.toml").read_text()
    seen: list[list[bytes]] = []
    for name, right in (("one", '"a"'), ("two", '"b"')):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "courses.toml").write_text(re.sub(r"right = \[.*\]", f"right = [{right}]", built))
        portal = open_portal(store, database.url, tmp_path, now, GATEWAY_CATALOGUE=str(folder))
        seen.append(await _all_that_is_shown(portal.of(bo)))
        await portal.http.aclose()
    assert seen[0] == seen[1]


async def _all_that_is_shown(caller: Caller) -> list[bytes]:
    """Courses, lessons, refusals of answers, and the introspected schema."""
    courses = "{ academy { courses(first: 100) { nodes { id lessons { id quiz { questions { key } } } } } } }"
    listed = (await caller(courses)).data["academy"]["courses"]["nodes"]
    found = [(await caller(COURSE, id=each["id"])).raw for each in listed]
    node = "query ($id: ID!) { node(id: $id) { ... on Lesson { quiz { questions { key takesSeveral } } } } }"
    found += [(await caller(node, id=lesson["id"])).raw for each in listed for lesson in each["lessons"]]
    await caller(ENROL, input={"courseId": course_id()})
    for given in ([], answers()[1:], [{"question": "level", "choices": ["z"]}]):
        found.append((await caller(COMPLETE, input={"lessonId": lessons()[-1], "answers": given})).raw)
    found.append((await caller("{ __schema { types { name description fields { name description } } } }")).raw)
    return [re.sub(rb"enrolment_[0-9a-z]{26}", b"", raw) for raw in found]


@SQLITE
async def test_nothing_that_is_kept_tells_what_was_answered(student: Caller, admin_store: Store) -> None:
    await attempt(student, wrong=4)
    await attempt(student, wrong=0)
    kept = await left(admin_store)
    assert kept.audit.count("enrolment.quiz_failed") == 1
    async with admin_store.engine.connect() as connection:
        details = (await connection.execute(select(audit_detail.c.after))).scalars().all()
        tried = (await connection.execute(select(quiz_attempt).order_by(quiz_attempt.c.id))).all()
    assert {name for after in details for name in after} <= TOLD
    assert [(row.score, row.is_passed) for row in tried] == [(0, False), (100, True)]
    assert set(quiz_attempt.c.keys()) == {"partner_id", "id", "colleague_id", "lesson_id", "score", "is_passed", "at"}


TOLD = {"colleague_id", "course_id", "course_title", "course_version", "status", "lesson", "score"}


@SQLITE
async def test_every_course_that_is_built_in_can_be_completed(world: World, portal: Portal) -> None:
    bo = portal.of(await (await world.partner()).colleague())
    told = [await study(bo, each.key) for each in built_in().courses]
    assert [bool(each["certificate"]) for each in told] == [True] * len(told)
    ends = {each.key: told[place]["certificate"]["expiresAt"] for place, each in enumerate(built_in().courses)}
    assert ends["integrations"] is None
    assert ends["month-end"] == "2027-05-13T09:00:00Z"
