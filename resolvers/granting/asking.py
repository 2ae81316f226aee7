"""The firm's side of grants: asking for one, taking the question back, answering what a client offers."""

from typing import Any
from uuid import UUID

from domain.access import GRANT_BITS, granted
from domain.errors import UserErrorCode, refuse
from domain.granting import GRANT_REQUEST, LIFETIME
from domain.ids import IdKind
from domain.vocabulary import AccessStatus, Grant, GrantDirection, GrantRequestStatus
from loaders.client import client_by_id
from loaders.granting import grant_request_by_id
from resolvers.attention import refresh_attention
from resolvers.choosing import check_version, one_locked, one_visible
from resolvers.connecting.access import change_access
from resolvers.connecting.disconnecting import locked_client
from resolvers.connecting.letters import write_to_workers
from resolvers.context import Context, Info
from resolvers.granting.moving import move, note_expired, status_now, write_to_client
from resolvers.inputs.granting import AnswerGrantOfferInput, CancelGrantRequestInput, RequestGrantInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.letters import sender
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.reading import Row
from store.tables import client, grant_request
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

MOST_MESSAGE = 2_000
_CLIENT, _REQUEST, _GRANT = ("input", "clientId"), ("input", "grantRequestId"), ("input", "grant")


@answering
async def request_grant(info: Info, input: RequestGrantInput) -> Outcome:
    """Asks a client for a grant; its admin gets a link to answer with. Whoever sees the client may ask."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    message = checks.optional("message", input.message, MOST_MESSAGE, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_locked(work, info.context, client_by_id, client, IdKind.CLIENT, input.client_id, *_CLIENT)
        secret, who = new_secret(), await sender(work)
        asked = {"direction": GrantDirection.FIRM_ASKS, "requested_by": work.actor.id, "message": message}
        id = await _open(work, found, input.grant, asked | {"token_hash": secret_hash(secret)})
        said = {"grant": input.grant, "inviter_name": who.name, "message": message} | _until(work)
        await write_to_client(work, found, "grant_request", said, secret)
        await refresh_attention(work, [found.id])
        return Outcome({"grant_request": str(id)})

    return await mutate(info, input, act)


@answering
async def cancel_grant_request(info: Info, input: CancelGrantRequestInput) -> Outcome:
    """Takes a question back that the client has not answered; its link is dead."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        client, row = await _to_change(work, info.context, input.grant_request_id, input.if_version)
        _check_direction(row, GrantDirection.FIRM_ASKS, "The client offers this grant; answer the offer instead.")
        await move(work, client, row, "cancel")
        await refresh_attention(work, [client.id])
        return Outcome({"grant_request": str(row.id)})

    return await mutate(info, input, act)


@answering
async def answer_grant_offer(info: Info, input: AnswerGrantOfferInput) -> Outcome:
    """Accepts what a client offers, which gives the firm the grant at once, or declines it."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        client, row = await _to_change(work, info.context, input.grant_request_id, input.if_version)
        _check_direction(row, GrantDirection.CLIENT_OFFERS, "Your firm asks for this grant; the client answers.")
        if input.accept:
            await give(work, client, row, new_secret(), answered_by=work.actor.id)
        else:
            await move(work, client, row, "decline", answered_by=work.actor.id, reason=reason)
        await refresh_attention(work, [client.id])
        return Outcome({"grant_request": str(row.id), "client": str(client.id)})

    return await mutate(info, input, act)


async def offer_grant(work: UnitOfWork, client: Row, grant: Grant, message: str | None = None) -> UUID:
    """A locked client offers a grant; whoever works on it is told. Refresh its attention afterwards.

    Raises `Refused` like `request_grant`.
    """
    id = await _open(work, client, grant, {"direction": GrantDirection.CLIENT_OFFERS, "message": message})
    said = {"company_name": client.name, "grant": grant} | ({"message": message} if message else {}) | _until(work)
    await write_to_workers(work, client.id, "grant_offer", said)
    return id


async def give(work: UnitOfWork, client: Row, row: Row, secret: str, **columns: Any) -> None:
    """A locked request of a locked client is granted: the client's grants have it from now on."""
    await move(work, client, row, "grant", secret, **columns | {"token_hash": secret_hash(secret)})
    grants = {*granted(client.grants), Grant(row.grant)}
    await change_access(work, client, grants=grants)


async def _open(work: UnitOfWork, client: Row, grant: Grant, columns: dict[str, Any]) -> UUID:
    _check_may_ask(client, grant)
    waiting = await work.get(
        grant_request, lock=True, client_id=client.id, grant=grant, status=GrantRequestStatus.PENDING
    )
    if waiting is not None:
        if status_now(waiting, work) is GrantRequestStatus.PENDING:
            message = f"A request for this grant is {waiting.status} already ({waiting.direction}); one at a time."
            raise refuse(UserErrorCode.REQUEST_ALREADY_OPEN, message, *_GRANT)
        await note_expired(work, client, waiting)
    id = new_id()
    row = columns | {"id": id, "client_id": client.id, "grant": grant, "status": GRANT_REQUEST.initial}
    await work.insert(grant_request, row | {"created_at": work.now, "expires_at": work.now + LIFETIME})
    await refresh_attention(work, [client.id])
    asks = columns["direction"] == GrantDirection.FIRM_ASKS
    told = {"grant": grant, "message": columns.get("message")}
    action = "grant_request.sent" if asks else "grant_request.offered"
    await work.record(action, "GRANT_REQUEST", id, client_id=client.id, after=told)
    return id


def _until(work: UnitOfWork) -> dict[str, str]:
    """How long whoever is asked has time, for their mail."""
    return {"expires_at": (work.now + LIFETIME).isoformat()}


def _check_may_ask(client: Row, grant: Grant) -> None:
    if client.access_status == AccessStatus.DISCONNECTED:
        message = "The client is disconnected; there is nobody to ask."
        raise refuse(UserErrorCode.CLIENT_NOT_CONNECTED, message, *_CLIENT)
    if not client.poa_granted:
        message = "Without the client's power of attorney a grant would give nothing; that comes first."
        raise refuse(UserErrorCode.POWER_OF_ATTORNEY_MISSING, message, *_CLIENT)
    if client.grants & GRANT_BITS[grant]:
        raise refuse(UserErrorCode.ALREADY_GRANTED, "The client has granted this already.", *_GRANT)


async def _to_change(work: UnitOfWork, context: Context, id: str, if_version: int | None) -> tuple[Row, Row]:
    """The client and the request, locked in this order; raises `Refused` (NOT_FOUND, CONFLICT)."""
    seen = await one_visible(work, context, grant_request_by_id, IdKind.GRANT_REQUEST, id, *_REQUEST)
    granting = await locked_client(work, seen.client_id)
    row = await work.get(grant_request, lock=True, id=seen.id)
    if row is None:
        raise LookupError("a grant request is never deleted")
    check_version(row, if_version)
    return granting, row


def _check_direction(row: Row, direction: GrantDirection, message: str) -> None:
    if row.direction != direction:
        raise refuse(UserErrorCode.WRONG_STATE, message, *_REQUEST)
