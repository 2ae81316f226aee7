"""The clients that are judged: those to be locked, their signals, and what of theirs is over."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, select

from domain.vocabulary import AssignmentStatus, GrantRequestStatus
from loaders.reading import MOST
from loaders.scope import IS_FIRED, NOW, of_tenant, spelt_out
from store.statement import Row, any_of, bound
from store.tables import assignment, client, grant_request, signal
from store.writing import UnitOfWork

_CLIENT = (
    "id currency time_zone access_status poa_granted poa_changed_at onboarding_status waiting_since balance_minor "
    "low_balance_minor daily_spend_minor balance_at low_since billing_blocked_since integration_broken_since "
    "attention_level signal_count attention_since facts_at created_at"
)


async def clients_to_judge(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """Clients, locked in the order of their ids."""
    return await work.fetch(_clients, (), _given(work, ids))


async def signals_told(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """The live signals of clients."""
    return await work.fetch(_signals, (), _given(work, ids))


async def assignments_over(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """The assignments of clients that are stored as live, and whose time is over."""
    return await work.fetch(_over, (), _given(work, ids))


async def requests_over(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """The grant requests to clients that are stored as pending, and whose time is over."""
    return await work.fetch(_requests_over, (), _given(work, ids))


async def clients_after(work: UnitOfWork, id: UUID, most: int) -> list[UUID]:
    """The next clients of the firm, in the order of their ids."""
    rows = await work.fetch(_after, (), {"tenant": work.partner_id, "after": id, "most": most})
    return [row.id for row in rows]


def _over() -> Select[Any]:
    c = assignment.c
    over = (c.status == spelt_out(AssignmentStatus.ACTIVE), c.ends_at <= NOW)
    return select(c.client_id, c.colleague_id).where(of_tenant(assignment), any_of(c.client_id), *over)


def _requests_over() -> Select[Any]:
    c = grant_request.c
    over = (c.status == spelt_out(GrantRequestStatus.PENDING), c.expires_at <= NOW)
    return select(c.client_id, c.id).where(of_tenant(grant_request), any_of(c.client_id), *over)


def _after() -> Select[Any]:
    later = (of_tenant(client), client.c.id > bound("after", Uuid()))
    return select(client.c.id).where(*later).order_by(client.c.id).limit(MOST)


def _given(work: UnitOfWork, ids: Collection[UUID]) -> dict[str, Any]:
    return {"tenant": work.partner_id, "keys": ids, "now": work.now}


def _clients() -> Select[Any]:
    columns = [client.c[name] for name in _CLIENT.split()]
    mine = select(*columns).where(of_tenant(client), any_of(client.c.id))
    return mine.order_by(client.c.id).with_for_update(key_share=True)


def _signals() -> Select[Any]:
    return select(signal).where(of_tenant(signal), any_of(signal.c.client_id), IS_FIRED)
