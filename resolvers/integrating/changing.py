"""Another name, other scopes, other clients or another end for an integration; switched off, and on again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from strawberry import UNSET

from domain.changes import sight_of_choice
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.integration import INTEGRATION, check_scopes, scopes_of, status_of, stored
from domain.text import fold
from domain.vocabulary import IntegrationStatus
from resolvers.choosing import chosen
from resolvers.context import Info
from resolvers.inputs.integration import DisableIntegrationInput, EnableIntegrationInput, UpdateIntegrationInput
from resolvers.integrating.creating import MOST_NAME, check_end, choose, name_taken, said
from resolvers.integrating.finding import ID, check_clients, locked
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import integration, integration_client
from store.writing import UnitOfWork


@answering
async def update_integration(info: Info, input: UpdateIntegrationInput) -> Outcome:
    """What an integration may do from its next request on; a change to what is there already changes nothing."""
    checks = Checks("input")
    values, clients = _wanted(checks, input, info.context.now)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        is_restricted = values.get("is_restricted", found.is_restricted)
        check_scopes(scopes_of(found) if input.scopes is None else input.scopes, is_restricted=is_restricted)
        had = {name: getattr(found, name) for name in values} | {"client_ids": await _clients(work, found)}
        wanted = values | {"client_ids": said(clients) if "is_restricted" in values else had["client_ids"]}
        after = {name: value for name, value in wanted.items() if had[name] != value}
        if "client_ids" in after:
            await check_clients(work, info.context, clients or [])
            await choose(work, found.id, clients or [])
        if after:
            columns = {name: after[name] for name in values if name in after}
            await work.update(integration, columns | await _named(work, found, columns), id=found.id)
            before = {name: had[name] for name in after}
            sight = sight_of_choice(_ids(before["client_ids"]), clients) if "client_ids" in after else {}
            await work.record("integration.updated", "INTEGRATION", found.id, before=before, after=after, payload=sight)
        return Outcome({"integration": str(found.id)})

    return await mutate(info, input, act)


async def _named(work: UnitOfWork, found: Row, columns: dict[str, Any]) -> dict[str, Any]:
    """What a new name is known by; raises Refused (NAME_TAKEN)."""
    if "name" not in columns:
        return {}
    holder = await work.get(integration, name_key=(key := fold(columns["name"])))
    if holder is not None and holder.id != found.id:
        raise name_taken()
    return {"name_key": key}


def _wanted(checks: Checks, input: UpdateIntegrationInput, now: datetime) -> tuple[dict[str, Any], list[UUID] | None]:
    """The columns that are to change, and the clients that are to be chosen."""
    values, clients = dict[str, Any](), None
    if input.name is not None:
        values["name"] = checks.text("name", input.name, MOST_NAME)
    if input.expires_at is not UNSET:
        check_end(checks, input.expires_at, now)
        values["expires_at"] = input.expires_at
    if input.scopes is not None:
        values["scopes"] = stored(input.scopes)
    if input.client_ids is not UNSET:
        clients = None if input.client_ids is None else chosen(checks, "clientIds", IdKind.CLIENT, input.client_ids)
        values["is_restricted"] = clients is not None
    return values, clients


async def disable_integration(info: Info, input: DisableIntegrationInput) -> Outcome:
    """From the next request on it is refused, with all tokens that it has."""
    return await _switch(info, input, "disable", "integration.disabled", is_enabled=False)


async def enable_integration(info: Info, input: EnableIntegrationInput) -> Outcome:
    """It may sign in again with its secret and keys, unless its end has passed; tokens of before stay refused."""
    return await _switch(info, input, "enable", "integration.enabled", is_enabled=True)


async def _switch(info: Info, input: Any, event: str, action: str, *, is_enabled: bool) -> Outcome:
    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        status = status_of(found, work.now)
        after = INTEGRATION.after(event, status, *ID)
        _check_not_over(work, found, after)
        # Two further: neither the present tokens nor those of the secret before are good any more.
        values = {"is_enabled": is_enabled, "generation": found.generation + 2}
        await work.update(integration, values, id=found.id)
        await work.record(action, "INTEGRATION", found.id, before={"status": status}, after={"status": after})
        return Outcome({"integration": str(found.id)})

    return await mutate(info, input, act)


def _check_not_over(work: UnitOfWork, found: Row, after: IntegrationStatus) -> None:
    """Raises `Refused` (WRONG_STATE): switched on past its end, it would be EXPIRED, and the admin none the wiser."""
    if after is IntegrationStatus.ACTIVE and found.expires_at is not None and found.expires_at <= work.now:
        ended = f"{found.expires_at:%Y-%m-%d}"
        message = f"It is DISABLED, and its end was on {ended}; give it another `expiresAt` first."
        raise refuse(UserErrorCode.WRONG_STATE, message, *ID)


def _ids(said: list[str] | None) -> list[UUID] | None:
    return None if said is None else [UUID(id) for id in said]


async def _clients(work: UnitOfWork, found: Row) -> list[str] | None:
    if not found.is_restricted:
        return None
    rows = await work.find(integration_client, integration_id=found.id)
    return sorted(str(row.client_id) for row in rows)
