"""The client's answers by nothing but the link in its mail: granting, declining, and later revoking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.access import granted
from domain.errors import Refused, UserErrorCode, refuse
from domain.vocabulary import AccessStatus, Grant, GrantDirection
from domain.vocabulary import GrantRequestStatus as Status
from loaders.granting import grant_request_by_secret, who_asks
from resolvers.attention import refresh_attention
from resolvers.connecting.access import change_access
from resolvers.connecting.disconnecting import locked_client
from resolvers.context import Context, Info
from resolvers.granting.asking import give
from resolvers.granting.moving import move, status_now
from resolvers.inputs.granting import AcceptGrantRequestInput, DeclineGrantRequestInput, RevokeGrantInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.letters import firm_of
from resolvers.mutating import Act, mutate
from resolvers.outcome import Outcome
from store.reading import Reader, Row
from store.tables import grant_request
from store.tenancy import Keys
from store.vault import secret_hash
from store.writing import Actor, UnitOfWork

_OF_CLIENT = Actor("CLIENT")


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page behind a link shows; PENDING can be answered, GRANTED can be revoked."""

    status: Status
    partner_name: str
    company_name: str
    colleague_name: str | None
    grant: Grant
    message: str | None
    expires_at: datetime | None


@answering
async def accept_grant_request(info: Info, input: AcceptGrantRequestInput) -> Outcome:
    """The client grants what the firm asks for; the link is good for revoking from then on."""
    _check_key(input.idempotency_key)
    found = await _by_token(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        client, row = await _alive(work, found, Status.PENDING)
        await give(work, client, row, input.token.strip())
        return await _told(work, client, row, Status.GRANTED)

    return await _as_client(info, input, found, act)


@answering
async def decline_grant_request(info: Info, input: DeclineGrantRequestInput) -> Outcome:
    """The client says no; the firm is told why."""
    reason = _check_key(input.idempotency_key, input.reason)
    found = await _by_token(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        client, row = await _alive(work, found, Status.PENDING)
        await move(work, client, row, "decline", reason=reason)
        return await _told(work, client, row, Status.DECLINED)

    return await _as_client(info, input, found, act)


@answering
async def revoke_grant(info: Info, input: RevokeGrantInput) -> Outcome:
    """The client takes a grant back; what needs it is denied from the next request on."""
    reason = _check_key(input.idempotency_key, input.reason)
    found = await _by_token(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        client, row = await _alive(work, found, Status.GRANTED)
        await move(work, client, row, "revoke", reason=reason)
        left = [grant for grant in granted(client.grants) if grant != row.grant]
        await change_access(work, client, grants=left, reason=reason)
        return await _told(work, client, row, Status.REVOKED)

    return await _as_client(info, input, found, act)


async def grant_request_preview(info: Info, token: str) -> Preview | None:
    """The living request behind a link; None for anything else."""
    context, found = info.context, await _by_secret(info.context, token.strip())
    if found is None or not _lives(found, context.now):
        return None
    reader = Reader(context.store, Keys(partner_id=found.partner_id))
    try:
        who = await who_asks(reader, found.partner_id, found.client_id, found.requested_by)
    finally:
        await reader.refresh()
    if who.access_status == AccessStatus.DISCONNECTED:
        return None
    pending = found.status == Status.PENDING
    names = (who.partner_name, who.company_name, who.colleague_name)
    ends = found.expires_at if pending else None
    return Preview(Status(found.status), *names, Grant(found.grant), found.message, ends)


def _lives(found: Row, now: datetime) -> bool:
    if found.direction == GrantDirection.FIRM_ASKS and found.status == Status.PENDING:
        return bool(found.expires_at > now)
    return bool(found.status == Status.GRANTED)


def _check_key(key: str | None, reason: str | None = None) -> str | None:
    checks = Checks("input")
    checks.key(key)
    cleaned = checks.optional("reason", reason, 500, lines=True)
    checks.done()
    return cleaned


async def _by_secret(context: Context, secret: str) -> Row | None:
    token_hash = secret_hash(secret)
    reader = Reader(context.store, Keys(token_hash=token_hash))
    try:
        return await grant_request_by_secret(reader, token_hash)
    finally:
        await reader.refresh()


async def _by_token(context: Context, token: str) -> Row:
    found = await _by_secret(context, token.strip())
    if found is None:
        raise _invalid()
    return found


async def _alive(work: UnitOfWork, found: Row, status: Status) -> tuple[Row, Row]:
    """The client and the request, locked in this order; raises `Refused` (TOKEN_INVALID)."""
    client = await locked_client(work, found.client_id)
    row = await work.get(grant_request, lock=True, id=found.id, token_hash=found.token_hash)
    if row is None or status_now(row, work) is not status or client.access_status == AccessStatus.DISCONNECTED:
        raise _invalid()
    return client, row


async def _as_client(info: Info, input: Any, found: Row, act: Act) -> Outcome:
    partner_id: UUID = found.partner_id
    principal = f"grant|{found.id}"
    return await mutate(info, input, act, partner_id=partner_id, actor=_OF_CLIENT, principal=principal)


async def _told(work: UnitOfWork, client: Row, row: Row, status: Status) -> Outcome:
    """What somebody without an account is told, when all is done."""
    await refresh_attention(work, [client.id])
    firm = await firm_of(work)
    names = {"partner_name": firm.name, "company_name": client.name}
    return Outcome(names | {"status": status, "grant": row.grant})


def _invalid() -> Refused:
    """The one answer to wrong, used, expired, cancelled and foreign tokens."""
    message = "This link is not valid (any more). Ask your accountant to send the request again."
    return refuse(UserErrorCode.TOKEN_INVALID, message, "input", "token")
