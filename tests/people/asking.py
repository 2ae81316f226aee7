"""How these tests ask, and what they look at afterwards: rows, signals, and what each change leaves behind."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.attention import summarize
from domain.vocabulary import AttentionLevel
from store.engine import Store
from store.tables import assignment, assignment_source, audit_entry, client, outbox_event, signal
from tests.portal import Caller

ERRORS = "userErrors { code message path row }"
RESULTS = f"results {{ row clientId colleagueId assignment {{ id status endsAt }} {ERRORS} }} {ERRORS}"
ASSIGN = f"mutation ($input: AssignColleaguesInput!) {{ done: assignColleagues(input: $input) {{ {RESULTS} }} }}"
UNASSIGN = f"mutation ($input: UnassignColleaguesInput!) {{ done: unassignColleagues(input: $input) {{ {RESULTS} }} }}"
UNASSIGN_ME = f"""mutation ($input: UnassignMeInput!) {{ done: unassignMe(input: $input) {{
  client {{ id }} assignment {{ id status }} {ERRORS} }} }}"""
TEAM = f"team {{ id name description version clientCount members {{ id }} }} {ERRORS}"
CREATE_TEAM = f"mutation ($input: CreateTeamInput!) {{ done: createTeam(input: $input) {{ {TEAM} }} }}"
UPDATE_TEAM = f"mutation ($input: UpdateTeamInput!) {{ done: updateTeam(input: $input) {{ {TEAM} }} }}"
SET_MEMBERS = f"mutation ($input: SetTeamMembersInput!) {{ done: setTeamMembers(input: $input) {{ {TEAM} }} }}"
SET_CLIENTS = f"mutation ($input: SetTeamClientsInput!) {{ done: setTeamClients(input: $input) {{ {TEAM} }} }}"
DELETE_TEAM = f"mutation ($input: DeleteTeamInput!) {{ done: deleteTeam(input: $input) {{ deletedTeamId {ERRORS} }} }}"
CHANGE_ROLE = f"""mutation ($input: ChangeColleagueRoleInput!) {{ done: changeColleagueRole(input: $input) {{
  colleague {{ id role version invite {{ role }} }} {ERRORS} }} }}"""

DEACTIVATE = f"""mutation ($input: DeactivateColleagueInput!) {{ done: deactivateColleague(input: $input) {{
  colleague {{ id status deactivatedAt }} endedAssignmentCount openInviteCount
  takenOver {{ colleague {{ id }} clientCount inviteCount }}
  teamsLeft {{ id }} orphanedClientCount orphanedClients {{ id }} {ERRORS} }} }}"""
REACTIVATE = f"""mutation ($input: ReactivateColleagueInput!) {{ done: reactivateColleague(input: $input) {{
  colleague {{ id status deactivatedAt role }} {ERRORS} }} }}"""


async def ask(caller: Caller, query: str, **input: Any) -> dict[str, Any]:
    """The payload of a mutation that answers without errors."""
    answer = await caller(query, input=input)
    assert answer.errors == [], answer.body
    payload: dict[str, Any] = answer.data["done"]
    return payload


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of a payload's (or a result's) user errors."""
    return [error["code"] for error in payload["userErrors"]]


def ids(*things: Any) -> list[str]:
    """Public ids."""
    return [thing.public_id for thing in things]


@dataclass(frozen=True)
class Left:
    """What is in the store; of the events, those of what people did."""

    audit: Counter[str]
    events: Counter[str]
    live: dict[tuple[UUID, UUID], set[UUID | None]]
    assignments: int
    unassigned: set[UUID]


async def left(store: Store) -> Left:
    """Looks behind everything; asserts what must always hold between assignments, sources, signals and clients."""
    async with store.engine.connect() as connection:
        audit = (await connection.execute(select(audit_entry.c.action))).scalars()
        acts = select(outbox_event.c.kind).where(outbox_event.c.kind != "attention.changed")
        events = (await connection.execute(acts)).scalars()
        rows = (await connection.execute(select(assignment))).all()
        sources = (await connection.execute(select(assignment_source))).all()
        signals = (await connection.execute(select(signal))).all()
        clients = (await connection.execute(select(client))).all()
    held = {row.id: [each for each in sources if each.assignment_id == row.id] for row in rows}
    live = {row.id: {each.team_id for each in held[row.id] if each.status == "ACTIVE"} for row in rows}
    for row in rows:
        assert (row.status == "ACTIVE") is bool(live[row.id])
        ends = [each.ends_at for each in held[row.id] if each.status == "ACTIVE"]
        assert row.status == "ENDED" or row.ends_at == (None if None in ends else max(ends))
    for row in clients:
        verdict = summarize((AttentionLevel(each.level), each.since) for each in signals if each.client_id == row.id)
        assert (row.attention_level, row.signal_count, row.attention_since) == (
            verdict.level,
            verdict.count,
            verdict.since,
        )
        assert row.attention_order == verdict.order
    return Left(
        Counter(audit),
        Counter(events),
        {(row.client_id, row.colleague_id): live[row.id] for row in rows if row.status == "ACTIVE"},
        len(rows),
        {each.client_id for each in signals if each.kind == "UNASSIGNED" and each.level == AttentionLevel.WARNING},
    )
