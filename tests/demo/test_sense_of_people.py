"""Whenever the demo world is filled in, what people did makes sense: assignments, invites, invoices, dates."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from domain.academy import status_at
from domain.invite import OPEN
from domain.vocabulary import InviteStatus
from store.tables import (
    METADATA,
    due,
    outbox_event,
    team_client,
    team_member,
)
from tests.demo.conftest import Rows


async def test_what_people_did_makes_sense(rows: Rows, moment: datetime) -> None:
    assignments_live_while_a_source_does(rows, moment)
    invites_are_open_or_answered(rows, moment)
    invoices_agree_with_their_subscriptions(rows, moment)
    points_follow_from_what_happened(rows)
    courses_lead_to_certificates(rows, moment)
    nothing_comes_from_the_future(rows, moment)
    people_work_in_office_hours(rows)


def assignments_live_while_a_source_does(rows: Rows, now: datetime) -> None:
    sources = defaultdict(list)
    for row in rows["assignment_source"]:
        sources[row.assignment_id].append(row)
        assert (row.status == "ENDED") == (row.ended_at is not None)
        assert row.ends_at is None or row.ends_at > now
    people = {row.id: row for row in rows["colleague"]}
    live: Counter[UUID] = Counter()
    for row in rows["assignment"]:
        ends = [source.ends_at for source in sources[row.id] if source.status == "ACTIVE"]
        assert (row.status == "ACTIVE") == bool(ends) == (row.ended_at is None)
        assert row.ends_at == (max(ends) if ends and None not in ends else None)
        assert row.status == "ENDED" or people[row.colleague_id].status == "ACTIVE"
        assert row.created_at <= (row.ended_at or now)
        live[row.client_id] += row.status == "ACTIVE"
    unassigned = {row.client_id for row in rows["signal"] if row.kind == "UNASSIGNED" and row.level}
    gone = {row.id for row in rows["client"] if row.access_status == "DISCONNECTED"}
    assert {row.id for row in rows["client"] if not live[row.id]} == unassigned | gone
    teams_are_the_sources_of_their_members(rows, sources)


def teams_are_the_sources_of_their_members(rows: Rows, sources: dict[Any, list[Row[Any]]]) -> None:
    members = defaultdict(set)
    for row in rows[team_member.name]:
        members[row.team_id].add(row.colleague_id)
    expected = {(row.team_id, row.client_id, who) for row in rows[team_client.name] for who in members[row.team_id]}
    owner = {row.id: row for row in rows["assignment"]}
    found = {
        (source.team_id, owner[own].client_id, owner[own].colleague_id)
        for own, each in sources.items()
        for source in each
        if source.source == "TEAM" and source.status == "ACTIVE"
    }
    assert found == expected


def invites_are_open_or_answered(rows: Rows, now: datetime) -> None:
    for row in rows["invite"]:
        is_open = InviteStatus(row.status) in OPEN
        assert (row.token_hash is not None) == is_open == (row.answered_at is None)
        assert not is_open or row.sent_at < now < row.expires_at
        assert row.sent_at <= (row.opened_at or row.sent_at) <= (row.answered_at or now)
        assert (row.kind == "COLLEAGUE") == (row.role is not None) == (row.company_name is None)
    invited = {row.id for row in rows["colleague"] if row.status == "INVITED"}
    assert {row.colleague_id for row in rows["invite"] if row.status == "SENT" and row.colleague_id} == invited
    # A client comes when its invite is accepted.
    assert not any(row.client_id for row in rows["invite"] if InviteStatus(row.status) in OPEN)
    assert any(row.stale_since for row in rows["invite"])


def invoices_agree_with_their_subscriptions(rows: Rows, now: datetime) -> None:
    states = defaultdict(set)
    for row in rows["invoice"]:
        states[row.client_id].add(row.status)
        assert row.status != "OVERDUE" or row.due_on < now.date()
        assert row.status != "OPEN" or row.due_on >= now.date()
        assert row.issued_on <= (now + timedelta(hours=14)).date()
    for row in rows["subscription"]:
        owes = row.status in {"PAST_DUE", "BLOCKED"}
        assert ("OVERDUE" in states[row.client_id]) == owes
    blocked = {row.client_id for row in rows["signal"] if row.kind == "BILLING_BLOCKED" and row.level}
    assert blocked == {row.client_id for row in rows["subscription"] if row.status == "BLOCKED"}
    numbers = [(row.partner_id, row.number) for row in rows["invoice"]]
    assert len(set(numbers)) == len(numbers)


def points_follow_from_what_happened(rows: Rows) -> None:
    clients, sums = {row.id: row for row in rows["client"]}, Counter[UUID]()
    for row in rows["points_entry"]:
        if row.client_id:
            sums[row.client_id] += row.points
    for id, points in sums.items():
        assert points == (0 if clients[id].access_status == "DISCONNECTED" else 100)
        assert clients[id].onboarding_status == "VERIFIED"
    won = {row.id for row in rows["referral"] if row.status == "JOINED"}
    assert {row.referral_id for row in rows["points_entry"] if row.referral_id} == won


def courses_lead_to_certificates(rows: Rows, now: datetime) -> None:
    done = {row.id: row for row in rows["enrolment"] if row.status == "COMPLETED"}
    held = {row.enrolment_id: row for row in rows["certificate"]}
    joined = {row.id: row.activated_at for row in rows["colleague"]}
    assert set(held) <= set(done)
    assert all(row.enrolled_at > joined[row.colleague_id] for row in rows["enrolment"])
    assert {row.status for row in held.values()} == {"VALID", "RENEWAL_DUE", "EXPIRED"}
    for row in held.values():
        assert row.issued_at == done[row.enrolment_id].completed_at
        assert row.status == status_at(row.expires_at, now)
    certified = {row.cause: row for row in rows["points_entry"] if row.kind == "COLLEAGUE_CERTIFIED"}
    assert {str(row.id): row.expires_at for row in held.values()} == {
        cause: row.expires_at for cause, row in certified.items()
    }


FUTURE = {"next_at", "expires_at", "renewable_from", "ends_at", "falls_at", "since"}


def nothing_comes_from_the_future(rows: Rows, now: datetime) -> None:
    for table in METADATA.sorted_tables:
        moments = [column.name for column in table.c if column.name not in FUTURE and table is not due]
        # Events are of the moment at which they are written, while the demo is filled.
        latest = now + timedelta(minutes=5) if table is outbox_event else now
        for row in rows[table.name]:
            values = [getattr(row, name) for name in moments]
            assert all(value <= latest for value in values if isinstance(value, datetime)), table


def people_work_in_office_hours(rows: Rows) -> None:
    for row in rows["client"]:
        local = row.created_at.astimezone(ZoneInfo(row.time_zone))
        assert 8 <= local.hour < 17
        assert local.weekday() < 5
        assert row.waiting_since is None or row.waiting_since >= row.created_at
    for row in rows["colleague"]:
        assert row.created_at.astimezone(ZoneInfo("Europe/Copenhagen")).weekday() < 5
