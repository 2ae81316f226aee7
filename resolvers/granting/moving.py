"""The one way in which grant requests change their state, and who is told."""

from typing import Any
from uuid import UUID

from domain.access import GRANT_BITS
from domain.granting import GRANT_REQUEST
from domain.vocabulary import Grant, GrantDirection
from domain.vocabulary import GrantRequestStatus as Status
from resolvers.attention import refresh_attention
from resolvers.connecting.letters import write_to_sender
from resolvers.inviting.letters import firm_of
from store.reading import Row
from store.tables import grant_request
from store.writing import UnitOfWork

_ANSWERS = frozenset({Status.GRANTED, Status.DECLINED})


def status_now(row: Any, work: UnitOfWork) -> Status:
    """The status of a request's row; a pending one past its end has expired, whether or not anything noted it."""
    lapsed = row.status == Status.PENDING and row.expires_at <= work.now
    return Status.EXPIRED if lapsed else Status(row.status)


async def move(
    work: UnitOfWork, client: Row, row: Row, event: str, secret: str | None = None, **columns: Any
) -> Status:
    """Moves a locked request of a locked client on; `secret` is that of the client's link, for the way to revoke.

    Raises `Refused` (WRONG_STATE).
    """
    before = Status(row.status) if event == "expire" else status_now(row, work)
    after = GRANT_REQUEST.after(event, before, "input")
    moment = "answered_at" if after in _ANSWERS else "ended_at"
    await work.update(grant_request, columns | {"status": after, moment: work.now}, id=row.id)
    await work.record(
        f"grant_request.{after.lower()}",
        "GRANT_REQUEST",
        row.id,
        client_id=row.client_id,
        before={"status": row.status},
        after={"status": after, "grant": row.grant},
        reason=columns.get("reason"),
    )
    await refresh_attention(work, [client.id])
    await _tell(work, client, row, after, secret, columns)
    return after


async def note_expired(work: UnitOfWork, client: Row, row: Row) -> None:
    """Writes down that a locked, lapsed request has expired."""
    await move(work, client, row, "expire")


async def close_requests(work: UnitOfWork, client: Row, reason: str | None) -> list[Row]:
    """Ends what is pending with a locked client; gives it as it was."""
    pending = await work.find(grant_request, lock=True, client_id=client.id, status=Status.PENDING)
    for row in pending:
        lapsed = status_now(row, work) is Status.EXPIRED
        await move(work, client, row, "expire" if lapsed else "cancel", reason=reason)
    return list(pending)


async def settle(work: UnitOfWork, client: Row, before: int, after: int) -> None:
    """Lets requests follow the grants of a locked client, sums of `GRANT_BITS`, wherever those were changed."""
    alive = await work.find(grant_request, lock=True, client_id=client.id, status=[Status.PENDING, Status.GRANTED])
    for row in alive:
        bit = GRANT_BITS[Grant(row.grant)]
        if after & bit and not before & bit and status_now(row, work) is Status.PENDING:
            await move(work, client, row, "grant")
        if before & bit and not after & bit and row.status == Status.GRANTED:
            await move(work, client, row, "revoke")


async def write_to_client(
    work: UnitOfWork, client: Row, kind: str, params: dict[str, Any], secret: str | None = None
) -> None:
    """A mail to the client's admin, where one is known."""
    if client.admin_email:
        said = {"partner_name": (await firm_of(work)).name, "company_name": client.name} | params
        to = (client.admin_name or client.name, client.admin_email)
        await work.mail(kind, to, {name: value for name, value in said.items() if value is not None}, secret)


async def _tell(
    work: UnitOfWork, client: Row, row: Row, after: Status, secret: str | None, columns: dict[str, Any]
) -> None:
    said = {"grant": row.grant, "reason": columns.get("reason")}
    if after is Status.REVOKED:
        return await write_back(work, client, row.requested_by or row.answered_by, "grant_revoked", said)
    if row.direction == GrantDirection.CLIENT_OFFERS:
        return await write_to_client(work, client, f"grant_offer_{after.lower()}", said, secret)
    if after is Status.CANCELLED:
        return await write_to_client(work, client, "grant_request_cancelled", said)
    await write_back(work, client, row.requested_by, f"grant_request_{after.lower()}", said)
    if after is Status.GRANTED and secret is not None:
        await write_to_client(work, client, "grant_confirmed", said, secret)
    return None


async def write_back(work: UnitOfWork, client: Row, id: UUID | None, kind: str, said: dict[str, Any]) -> None:
    """Tells whoever asked, or stands in for them, of what became of it."""
    params = {"company_name": client.name} | {name: value for name, value in said.items() if value is not None}
    await write_to_sender(work, id, kind, params, client.id)
