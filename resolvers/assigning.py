"""Assigning colleagues to clients and taking them off again, many pairs at once, each answered alone."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.errors import UserError, UserErrorCode
from domain.ids import IdKind
from domain.vocabulary import AccessStatus, ColleagueStatus
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from resolvers.choosing import chosen, me, not_found, one_visible, visible
from resolvers.context import Context, Info
from resolvers.inputs.assignment import AssignColleaguesInput, UnassignColleaguesInput, UnassignMeInput
from resolvers.inviting.checks import Checks, answering
from resolvers.ledger import Ledger, Pair, Why, assignments_among
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import team
from store.writing import UnitOfWork

MOST_PAIRS = 1_000
MOST_REASON = 500
_CLIENTS, _COLLEAGUES = ("input", "clientIds"), ("input", "colleagueIds")

Chosen = tuple[list[UUID], list[UUID]]
Errors = dict[int, list[UserError]]


@answering
async def assign_colleagues(info: Info, input: AssignColleaguesInput) -> Outcome:
    """Gives every pair a DIRECT source; pairs that cannot have one say why, the others get it."""
    checks, context = Checks("input"), info.context
    wanted, reason = _checked(checks, input)
    if input.ends_at is not None and input.ends_at <= context.now:
        checks.wrong(UserErrorCode.INVALID, "`endsAt` is over already; take a moment in the future.", "endsAt")
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        errors = await _absent(work, context, wanted)
        async with assignments_among(work, *wanted) as ledger:
            rows = [pair for row, pair in _rows(wanted) if _may_assign(ledger, pair, row, errors)]
            made = await ledger.add(rows, Why(reason=reason, ends_at=input.ends_at))
        return _answer(input, wanted, made, errors)

    return await mutate(info, input, act)


@answering
async def unassign_colleagues(info: Info, input: UnassignColleaguesInput) -> Outcome:
    """Ends the DIRECT source of every pair; who works on a client through a team keeps doing so, and is told."""
    checks, context = Checks("input"), info.context
    wanted, reason = _checked(checks, input)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        errors = await _absent(work, context, wanted)
        async with assignments_among(work, *wanted) as ledger:
            rows = {row: pair for row, pair in _rows(wanted) if not errors[row]}
            ended = {pair: live.id for pair in rows.values() if (live := ledger.live(pair))}
            left = await leave(work, ledger, list(rows.values()), reason)
        for row, pair in rows.items():
            if pair in left:
                errors[row].append(replace(left[pair], path=_COLLEAGUES, row=row))
        return _answer(input, wanted, ended, errors)

    return await mutate(info, input, act)


@answering
async def unassign_me(info: Info, input: UnassignMeInput) -> Outcome:
    """Ends the viewer's own DIRECT source; what a team keeps live is told, and stays."""
    checks, context = Checks("input"), info.context
    reason = checks.optional("reason", input.reason, MOST_REASON)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        path = ("input", "clientId")
        client = await one_visible(work, context, client_by_id, IdKind.CLIENT, input.client_id, *path)
        pair = (client.id, me(context))
        async with assignments_among(work, [pair[0]], [pair[1]]) as ledger:
            live = ledger.live(pair)
            left = await leave(work, ledger, [pair], reason)
        values = {"client": str(client.id), "assignment": str(live.id) if live else None}
        return Outcome(values, tuple(replace(error, path=path) for error in left.values()))

    return await mutate(info, input, act)


async def leave(work: UnitOfWork, ledger: Ledger, pairs: Collection[Pair], reason: str | None) -> dict[Pair, UserError]:
    """Ends the DIRECT source of pairs; tells which had no assignment, and which teams keep live."""
    found = {pair: live for pair in pairs if (live := ledger.live(pair))}
    teams = {id for live in found.values() for id in live.team_ids}
    names = {row.id: row.name for row in await work.find(team, id=teams)} if teams else {}
    told = {pair: _not_assigned() for pair in pairs if pair not in found}
    for pair, live in found.items():
        if live.team_ids:
            told[pair] = _through_team([names.get(id, "a deleted team") for id in live.team_ids])
    await ledger.end(found, reason=reason)
    return told


def _checked(checks: Checks, input: AssignColleaguesInput | UnassignColleaguesInput) -> tuple[Chosen, str | None]:
    wanted = (
        chosen(checks, "clientIds", IdKind.CLIENT, input.client_ids),
        chosen(checks, "colleagueIds", IdKind.COLLEAGUE, input.colleague_ids),
    )
    pairs = len(wanted[0]) * len(wanted[1])
    if not checks.errors and pairs > MOST_PAIRS:
        message = f"These are {pairs} pairs; at most {MOST_PAIRS} go into one request. Send fewer clients at a time."
        checks.wrong(UserErrorCode.TOO_MANY, message, "clientIds")
    checks.key(input.idempotency_key)
    return wanted, checks.optional("reason", input.reason, MOST_REASON)


def _rows(wanted: Chosen) -> list[tuple[int, Pair]]:
    """Rows count through all colleagues of the first client, then of the second."""
    return list(enumerate((client, colleague) for client in wanted[0] for colleague in wanted[1]))


async def _absent(work: UnitOfWork, context: Context, wanted: Chosen) -> Errors:
    clients = await visible(work, context, client_by_id, wanted[0])
    colleagues = await visible(work, context, colleague_by_id, wanted[1])
    errors: Errors = {}
    for row, (client, colleague) in _rows(wanted):
        errors[row] = [] if client in clients else [not_found(IdKind.CLIENT, *_CLIENTS, row=row)]
        if colleague not in colleagues:
            errors[row].append(not_found(IdKind.COLLEAGUE, *_COLLEAGUES, row=row))
    return errors


def _may_assign(ledger: Ledger, pair: Pair, row: int, errors: Errors) -> bool:
    if not errors[row]:
        client, colleague = ledger.clients[pair[0]], ledger.colleagues[pair[1]]
        errors[row] += [replace(error, row=row) for error in _obstacles(client, colleague)]
        live = ledger.live(pair)
        if live and live.source(None):
            message = "They work on this client already; unassign them first to change the reason or the end."
            errors[row].append(UserError(UserErrorCode.ALREADY_ASSIGNED, message, _COLLEAGUES, row))
    return not errors[row]


def _obstacles(client: Row, colleague: Row) -> list[UserError]:
    found = []
    if client.access_status == AccessStatus.DISCONNECTED:
        message = "The client is disconnected; nobody can work on it any more."
        found.append(UserError(UserErrorCode.CLIENT_NOT_CONNECTED, message, _CLIENTS))
    if colleague.status != ColleagueStatus.ACTIVE:
        message = f"The colleague is {colleague.status}; only ACTIVE colleagues can be assigned."
        found.append(UserError(UserErrorCode.COLLEAGUE_NOT_ACTIVE, message, _COLLEAGUES))
    return found


def _not_assigned() -> UserError:
    message = "There is no assignment to end: they do not work on this client."
    return UserError(UserErrorCode.NOT_ASSIGNED, message)


def _through_team(names: list[str]) -> UserError:
    message = f"The assignment stays live through {' and '.join(sorted(names))}; change the team to end it."
    return UserError(UserErrorCode.ASSIGNED_THROUGH_TEAM, message)


def _answer(input: Any, wanted: Chosen, assignments: Mapping[Pair, UUID], errors: Errors) -> Outcome:
    shown = [(client, colleague) for client in input.client_ids for colleague in input.colleague_ids]
    results = []
    for row, pair in _rows(wanted):
        found = assignments.get(pair)
        values = {"row": row, "client": shown[row][0], "colleague": shown[row][1]}
        values["assignment"] = str(found) if found else None
        results.append(Outcome(values, tuple(errors[row])).to_json())
    return Outcome({"results": results})
