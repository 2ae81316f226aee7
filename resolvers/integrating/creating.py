"""A new integration, with the secret that is shown once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind, encode
from domain.integration import MOST_INTEGRATIONS, OWN_ISSUER, check_scopes, stored
from domain.text import fold
from resolvers.choosing import chosen
from resolvers.context import Info
from resolvers.inputs.integration import CreateIntegrationInput
from resolvers.integrating.finding import check_clients
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.tables import integration, integration_client
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

MOST_NAME = 100


@answering
async def create_integration(info: Info, input: CreateIntegrationInput) -> Outcome:
    """An integration that signs in with a secret, of which only a hash is kept; NAME_TAKEN as for teams."""
    checks, context = Checks("input"), info.context
    name = checks.text("name", input.name, MOST_NAME)
    clients = None if input.client_ids is None else chosen(checks, "clientIds", IdKind.CLIENT, input.client_ids)
    check_end(checks, input.expires_at, context.now)
    checks.key(input.idempotency_key)
    checks.done()
    check_scopes(input.scopes, is_restricted=clients is not None)
    scopes = stored(input.scopes)

    async def act(work: UnitOfWork) -> Outcome:
        await _check_room(work)
        id, secret, told = new_id(), new_secret(), {"name": name, "scopes": scopes, "expires_at": input.expires_at}
        row = told | {"id": id, "issuer": OWN_ISSUER, "client_id": encode(IdKind.INTEGRATION, id)}
        row |= {"is_restricted": clients is not None, "created_by": context.viewer.colleague_id}
        row |= {"secret_hash": secret_hash(secret), "secret_since": work.now, "created_at": work.now}
        if not await work.insert_new(integration, row | {"name_key": fold(name)}):
            raise name_taken()
        if clients is not None:
            await check_clients(work, info.context, clients)
            await choose(work, id, clients)
        await work.record("integration.created", "INTEGRATION", id, after=told | {"client_ids": said(clients)})
        shown: dict[str, Any] = {} if input.validate_only else {"secret": context.vault.seal(secret).decode()}
        return Outcome({"integration": str(id)} | shown)

    return await mutate(info, input, act)


def check_end(checks: Checks, ends_at: datetime | None, now: datetime) -> None:
    """Notes an end that is over already."""
    if ends_at is not None and ends_at <= now:
        checks.wrong(UserErrorCode.INVALID, "`expiresAt` is over already; give a moment to come.", "expiresAt")


async def choose(work: UnitOfWork, id: UUID, clients: list[UUID]) -> None:
    """Makes these the clients that an integration sees."""
    await work.delete(integration_client, integration_id=id)
    await work.insert(integration_client, [{"integration_id": id, "client_id": client} for client in clients])


def said(clients: list[UUID] | None) -> list[str] | None:
    """Chosen clients for the audit; None for all."""
    return None if clients is None else sorted(map(str, clients))


def name_taken() -> Refused:
    """Another integration of the firm has the name, but for case and accents."""
    message = "Another integration has this name; choose another one."
    return refuse(UserErrorCode.NAME_TAKEN, message, "input", "name")


async def _check_room(work: UnitOfWork) -> None:
    if len(await work.find(integration)) >= MOST_INTEGRATIONS:
        message = f"A firm has at most {MOST_INTEGRATIONS} integrations; use one of those that are there."
        raise refuse(UserErrorCode.TOO_MANY, message, "input")
