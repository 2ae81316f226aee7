"""Teams: created, renamed, deleted, and given members and clients, with the assignments that follow from them."""

from typing import Any
from uuid import UUID

from strawberry import UNSET

from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind, encode
from domain.text import fold
from loaders.team import team_by_id
from resolvers.choosing import check_version, chosen, one_locked
from resolvers.context import Context, Info
from resolvers.inputs.team import (
    CreateTeamInput,
    DeleteTeamInput,
    SetTeamClientsInput,
    SetTeamMembersInput,
    UpdateTeamInput,
)
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.roster import change_roster, dissolve
from store.ids import new_id
from store.reading import Row
from store.tables import team
from store.writing import UnitOfWork

MOST_NAME, MOST_DESCRIPTION = 100, 1_000


@answering
async def create_team(info: Info, input: CreateTeamInput) -> Outcome:
    """A team with members and clients; NAME_TAKEN when names are equal but for case and accents."""
    checks = Checks("input")
    name = _name(checks, input.name)
    description = checks.optional("description", input.description, MOST_DESCRIPTION, lines=True)
    members = chosen(checks, "colleagueIds", IdKind.COLLEAGUE, input.colleague_ids, may_be_empty=True)
    clients = chosen(checks, "clientIds", IdKind.CLIENT, input.client_ids, may_be_empty=True)
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        id, told = new_id(), {"name": name, "description": description}
        if not await work.insert_new(team, told | {"id": id, "name_key": fold(name), "created_at": work.now}):
            raise refuse(UserErrorCode.NAME_TAKEN, "Another team has this name; choose another one.", "input", "name")
        await work.record("team.created", "TEAM", id, after=told)
        await change_roster(work, info.context, id, members, clients)
        return Outcome({"team": str(id)})

    return await mutate(info, input, act)


@answering
async def update_team(info: Info, input: UpdateTeamInput) -> Outcome:
    """Another name or description; a change to what is there already changes nothing."""
    checks, values = Checks("input"), dict[str, Any]()
    if input.name is not None:
        name = _name(checks, input.name)
        values |= {"name": name, "name_key": fold(name)}
    if input.description is not UNSET:
        values["description"] = checks.optional("description", input.description, MOST_DESCRIPTION, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _locked(work, info.context, input)
        before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
        if "name_key" in before:
            await _check_free(work, values["name_key"])
        if before:
            await work.update(team, values, id=found.id)
            after = {name: values[name] for name in before}
            await work.record("team.updated", "TEAM", found.id, before=before, after=after)
        return Outcome({"team": str(found.id)})

    return await mutate(info, input, act)


async def delete_team(info: Info, input: DeleteTeamInput) -> Outcome:
    """Ends everything that the team keeps live, then removes it; its history stays with the assignments."""

    async def act(work: UnitOfWork) -> Outcome:
        found = await _locked(work, info.context, input)
        await dissolve(work, found.id)
        await work.delete(team, id=found.id)
        await work.record("team.deleted", "TEAM", found.id, before={"name": found.name})
        return Outcome({"deleted": encode(IdKind.TEAM, found.id)})

    return await mutate(info, input, act)


@answering
async def set_team_members(info: Info, input: SetTeamMembersInput) -> Outcome:
    """Exactly these members; newcomers are assigned to the team's clients, who left no longer works there for it."""
    checks = Checks("input")
    members = chosen(checks, "colleagueIds", IdKind.COLLEAGUE, input.colleague_ids, may_be_empty=True)
    checks.done()
    return await _set(info, input, members, None)


@answering
async def set_team_clients(info: Info, input: SetTeamClientsInput) -> Outcome:
    """Exactly these clients; the members are assigned to new ones, and no longer work on those that left."""
    checks = Checks("input")
    clients = chosen(checks, "clientIds", IdKind.CLIENT, input.client_ids, may_be_empty=True)
    checks.done()
    return await _set(info, input, None, clients)


async def _set(info: Info, input: Any, members: list[UUID] | None, clients: list[UUID] | None) -> Outcome:
    async def act(work: UnitOfWork) -> Outcome:
        found = await _locked(work, info.context, input)
        if await change_roster(work, info.context, found.id, members, clients):
            await work.update(team, {}, id=found.id)
        return Outcome({"team": str(found.id)})

    return await mutate(info, input, act)


async def _locked(work: UnitOfWork, context: Context, input: Any) -> Row:
    found: Row = await one_locked(work, context, team_by_id, team, IdKind.TEAM, input.team_id, "input", "teamId")
    check_version(found, input.if_version)
    return found


async def _check_free(work: UnitOfWork, name_key: str) -> None:
    if await work.get(team, name_key=name_key):
        raise refuse(UserErrorCode.NAME_TAKEN, "Another team has this name; choose another one.", "input", "name")


def _name(checks: Checks, text: str) -> str:
    name = checks.text("name", text, MOST_NAME)
    if name and not fold(name):
        checks.wrong(UserErrorCode.INVALID, "`name` has no letter, digit or sign in it; write a name.", "name")
    return name
