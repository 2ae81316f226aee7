"""Certificates end with time: their holders are told at three moments, each once, and renewing begins anew."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.academy import NOTICES, RENEWABLE, end_of, next_notice, notices_by, status_at
from domain.vocabulary import CertificateStatus, ColleagueStatus, DueKind, PointsKind
from gateway.mails.letters import Letters
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import audit_entry, certificate, due, mail, outbox_event, points_entry
from store.vault import Vault
from tests.academy.asking import COMPLETE, ENROL, course_id, lessons, study
from tests.invites.asking import ask, codes
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.servers.statements import count_statements
from tests.world import World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
KINDS = ["certificate_renewal_due", "certificate_expires_soon", "certificate_expired"]


async def rows(admin_store: Store, table: Any) -> list[Any]:
    async with admin_store.engine.connect() as connection:
        return list((await connection.execute(select(table))).all())


async def mails(admin_store: Store) -> list[str]:
    return [row.kind for row in sorted(await rows(admin_store, mail), key=lambda row: row.id)]


async def test_the_holder_is_told_thirty_and_seven_days_before_and_at_the_end_each_once(
    world: World, store: Store, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    await firm.certificate(await firm.colleague(), expires_in=100 * DAY)
    clock, end = Rounds(store, vault), firm.now + 100 * DAY
    seen = []
    for moment in (end - 31 * DAY, end - 30 * DAY, end - 8 * DAY, end - 7 * DAY, end - DAY, end, end + DAY):
        for _ in range(2):
            await clock.go(moment)
        seen.append((len(await mails(admin_store)), (await rows(admin_store, certificate))[0].status))
    due_, gone = "RENEWAL_DUE", "EXPIRED"
    assert seen == [(0, "VALID"), (1, due_), (1, due_), (2, due_), (2, due_), (3, gone), (3, gone)]
    assert await mails(admin_store) == KINDS
    moved = ["certificate.renewal_due", "certificate.expired"]
    assert [row.action for row in await rows(admin_store, audit_entry)] == moved
    assert [row.kind for row in await rows(admin_store, outbox_event)] == moved
    assert [row for row in await rows(admin_store, due) if row.kind == DueKind.CERTIFICATE] == []


async def test_clocks_at_the_same_moment_write_each_mail_once(
    world: World, store: Store, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    for _ in range(6):
        await firm.certificate(await firm.colleague(), expires_in=40 * DAY)
    moment = firm.now + 35 * DAY
    clocks = [Rounds(store, vault) for _ in range(4)]
    seen = await asyncio.gather(*(clock.go(moment, most=3) for clock in clocks))
    while await clocks[0].go(moment, most=3):
        pass
    assert sum(seen) <= 6
    # The notice that was missed is not made up for.
    assert await mails(admin_store) == ["certificate_expires_soon"] * 6
    assert [row.action for row in await rows(admin_store, audit_entry)] == ["certificate.renewal_due"] * 6


@SQLITE
async def test_what_a_clock_did_not_finish_is_done_by_the_next_and_once(
    world: World, store: Store, admin_store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = await world.partner()
    await firm.certificate(await firm.colleague(), expires_in=40 * DAY)
    moment, clock = firm.now + 10 * DAY, Rounds(store, vault)

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as during:
        during.setattr("resolvers.studying.certifying.file_due", broken)
        await clock.go(moment)
    assert await mails(admin_store) == []
    for minutes in (1, 2, 3):
        await clock.go(moment + timedelta(minutes=minutes))
    assert await mails(admin_store) == ["certificate_renewal_due"]


@SQLITE
async def test_who_has_left_is_not_written_to_and_the_certificate_ends_all_the_same(
    world: World, store: Store, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    await firm.certificate(await firm.colleague(status=ColleagueStatus.DEACTIVATED), expires_in=DAY)
    await Rounds(store, vault).go(firm.now + DAY)
    assert await mails(admin_store) == []
    assert [row.status for row in await rows(admin_store, certificate)] == ["EXPIRED"]


@SQLITE
@pytest.mark.parametrize(
    ("expires_in", "status"),
    [(None, "VALID"), (31 * DAY, "VALID"), (30 * DAY, "RENEWAL_DUE"), (DAY, "RENEWAL_DUE"), (0 * DAY, "EXPIRED")],
)
async def test_its_state_is_true_before_any_clock_has_looked(
    world: World, portal: Portal, expires_in: timedelta | None, status: str
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    made = await firm.certificate(bo, expires_in=expires_in)
    page = """query ($status: [CertificateStatus!]) { viewer { colleague { certificates { number status } } }
      academy { certificates(filter: {status: $status}) { totalCount nodes { number } } } }"""
    found = (await portal.of(bo)(page, status=[status])).data
    assert found["viewer"]["colleague"]["certificates"] == [{"number": made.number, "status": status}]
    assert found["academy"]["certificates"] == {"totalCount": 1, "nodes": [{"number": made.number}]}
    others = [each for each in CertificateStatus if each != status]
    assert (await portal.of(bo)(page, status=others)).data["academy"]["certificates"]["totalCount"] == 0


@SQLITE
async def test_renewing_early_loses_no_day_and_takes_the_place_of_the_one_before(
    world: World, store: Store, admin_store: Store, vault: Vault, portal: Portal
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.certificate(bo, expires_in=10 * DAY)
    told = (await study(portal.of(bo)))["certificate"]
    assert told["renews"] == {"status": "RENEWED"}
    assert told["expiresAt"] == "2028-05-23T09:00:00Z"
    page = """query ($id: ID!) { viewer { colleague { certificates { number } } }
      academy { course(id: $id) { myCertificate { number } } } }"""
    shown = await portal.of(bo)(page, id=course_id())
    assert shown.data["viewer"]["colleague"]["certificates"] == [{"number": told["number"]}]
    assert shown.data["academy"]["course"]["myCertificate"] == {"number": told["number"]}
    await Rounds(store, vault).go(firm.now + 30 * DAY)
    assert await mails(admin_store) == ["certificate_issued"]


async def test_a_renewed_certificate_gives_its_points_up_to_the_newer_one(
    world: World, admin_store: Store, portal: Portal
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    old = await firm.certificate(bo, expires_in=10 * DAY)
    until = {"expires_at": firm.now + 10 * DAY, "colleague_id": bo.id}
    await firm.points(50, PointsKind.COLLEAGUE_CERTIFIED, cause=str(old.id), **until)
    await study(portal.of(bo))
    entries = {row.kind: row for row in await rows(admin_store, points_entry) if row.cause == str(old.id)}
    assert {kind: row.points for kind, row in entries.items()} == {
        "COLLEAGUE_CERTIFIED": 50,
        "CERTIFICATE_RENEWED": -50,
    }
    assert {row.expires_at for row in entries.values()} == {firm.now + 10 * DAY}
    assert len(await rows(admin_store, points_entry)) == 3


async def test_a_renewal_and_the_clock_at_the_same_time_leave_one_certificate_and_no_wrong_mail(
    world: World, store: Store, database: Database, tmp_path: Path, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.certificate(bo, "advisory", expires_in=40 * DAY)
    moment = firm.now + 33 * DAY
    portal, clock = open_portal(store, database.url, tmp_path, moment), Rounds(store, vault)
    *before, last = lessons("advisory")
    await ask(portal.of(bo), ENROL, courseId=course_id("advisory"))
    for lesson in before:
        await ask(portal.of(bo), COMPLETE, lessonId=lesson)

    async def finish() -> dict[str, Any]:
        while "CONFLICT" in codes(told := await ask(portal.of(bo), COMPLETE, lessonId=last)):
            pass
        return told

    told, *_ = await asyncio.gather(finish(), *(clock.go(moment) for _ in range(3)))
    while await clock.go(moment + timedelta(minutes=2)):
        pass
    await portal.http.aclose()
    assert told["certificate"]["status"] == "VALID"
    statuses = sorted(row.status for row in await rows(admin_store, certificate))
    assert statuses == ["RENEWED", "VALID"]
    assert (await mails(admin_store)).count("certificate_expires_soon") <= 1
    assert (await mails(admin_store)).count("certificate_issued") == 1


@SQLITE
async def test_certificates_of_many_people_cost_one_select_each_level(
    world: World, portal: Portal, store: Store
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role="ADMIN")
    page = """query ($first: Int) { academy {
      enrolments(first: $first) { nodes {
        colleague { name } enrolledBy { name } certificate { number } course { title myCertificate { number }
        myEnrolment { id } } progress { percent lessons { remainingAttemptCount } } } }
      certificates(first: $first) { nodes { colleague { name certificates { number } } renews { number } } } } }"""

    async def cost(first: int) -> int:
        with count_statements(store) as seen:
            answer = await portal.of(anna)(page, first=first)
        assert not answer.errors
        return len(seen)

    for _ in range(12):
        person = await firm.colleague()
        await firm.certificate(person)
        await firm.enrolment(person, "month-end")
    assert await cost(2) == await cost(20) == 10


@pytest.mark.parametrize("kind", KINDS)
def test_each_notice_names_course_number_and_day(kind: str) -> None:
    said = {"number": "AC-2026-17", "course_title": "Cash", "expires_at": "2026-06-12T09:00:00+00:00"}
    row: Any = type("Queued", (), {"id": 7, "kind": kind, "params": said, "to_name": "Bo", "to_email": "bo@x.example"})
    letter = Letters("https://portal.example", "Portal <p@x.example>", "https://gateway.example").write(
        row, None, datetime.now(UTC)
    )
    body = letter.get_body(("plain",))
    assert body is not None
    for word in ("AC-2026-17", "Cash", "12 June 2026", "https://portal.example/academy"):
        assert word in " ".join(body.get_content().split())


def test_moments_follow_from_the_end() -> None:
    end = datetime(2027, 3, 31, 9, tzinfo=UTC)
    given, moments = 0, []
    while (at := next_notice(end, given)) is not None:
        moments.append(end - at)
        assert notices_by(end, at) == given + 1
        assert notices_by(end, at - timedelta(microseconds=1)) == given
        given += 1
    assert tuple(moments) == NOTICES
    assert next_notice(None, 0) is None
    states = [status_at(end, end - before) for before in (RENEWABLE + DAY, RENEWABLE, timedelta(0))]
    assert states == [CertificateStatus.VALID, CertificateStatus.RENEWAL_DUE, CertificateStatus.EXPIRED]


@pytest.mark.parametrize(
    ("now", "before", "months", "end"),
    [
        ("2026-01-31", None, 1, "2026-02-28"),
        ("2027-12-31", None, 2, "2028-02-29"),
        ("2026-05-13", "2026-05-20", 12, "2027-05-20"),
        ("2026-05-13", "2026-05-12", 12, "2027-05-13"),
        ("2026-05-13", "2026-09-01", 12, "2027-05-13"),
        ("2026-05-13", None, None, None),
    ],
)
def test_months_are_counted_from_the_end_of_one_that_is_renewed_early(
    now: str, before: str | None, months: int | None, end: str | None
) -> None:
    moment, ended = (datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None for day in (now, before))
    assert moment is not None
    found = end_of(months, moment, ended)
    assert (found.date().isoformat() if found else None) == end
