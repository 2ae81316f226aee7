"""Reads of digests: what colleagues have chosen, and the figures that a digest tells."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, func, select

from loaders.client_filter import ClientFilter, conditions
from loaders.columns import DIGEST, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import ALL, COLLEAGUE, TENANT, of_tenant, visible_clients
from store.attention import ALL_CLIENTS
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import client, colleague, digest, month_figure, partner

BY_CLIENT = Order("client", (client.c.name_key, client.c.id))
_ID = bound("id", Uuid())


async def digest_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The colleagues' digests of all their clients."""
    rows = await reads.rows(_of_all, reads.asked_of(DIGEST), keys=ids, all_clients=ALL_CLIENTS)
    return one_each(ids, rows, "colleague_id")


async def own_digest_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's own digests of visible clients."""
    return one_each(ids, await reads.rows(_own_of_clients, reads.asked_of(DIGEST), keys=ids), "client_id")


async def client_digests_by_colleague_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The first digests of single visible clients of each colleague, by the client's name; one statement for all."""
    return await first_each(reads, keys, _of_colleagues, reads.asked_of(DIGEST), "colleague_id")


async def own_client_digests(reads: Reads, window: Window) -> Page:
    """A page of the viewer's own digests of single visible clients, by the client's name."""
    return await page(reads, _own, (), DIGEST, BY_CLIENT, window)


async def whose(source: Rows, partner_id: UUID, digest_id: UUID) -> Row | None:
    """A digest, and what decides about it: the colleague's `status` and `role`; with the firm's name and time zone."""
    return next(iter(await source.fetch(_whose, (), {"tenant": partner_id, "id": digest_id})), None)


async def digest_of(source: Rows, partner_id: UUID, email: str, client_id: UUID) -> UUID | None:
    """The id of the digest that the colleague with an e-mail address has chosen of a client, or of all."""
    given = {"tenant": partner_id, "email": email, "client": client_id}
    return next((row.id for row in await source.fetch(_chosen, (), given)), None)


async def work_left(reads: Reads, wanted: ClientFilter) -> Row:
    """Over the visible clients whose figures may be seen: how many receipts are missing (`missing`), and `ready`."""
    return (await reads.rows(_work_left, wanted))[0]


async def work_left_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The same of each visible client, where there is any."""
    return one_each(ids, await reads.rows(_work_left_of, keys=ids), "client_id")


_AMONG_CLIENTS = (client.c.partner_id == digest.c.partner_id) & (client.c.id == digest.c.client_id)
_READER = (colleague.c.partner_id == digest.c.partner_id) & (colleague.c.id == digest.c.colleague_id)
_MISSING = func.coalesce(func.sum(month_figure.c.missing_receipts), 0).label("missing")
_READY = func.coalesce(func.sum(month_figure.c.ready_count), 0).label("ready")


def _of_all(scope: Scope, asked: Asked) -> Select[Any]:
    mine = (of_tenant(digest), any_of(digest.c.colleague_id), digest.c.client_id == ALL)
    return select(*DIGEST.of(asked)).where(*mine)


def _own_of_clients(scope: Scope, asked: Asked) -> Select[Any]:
    own = (digest.c.colleague_id == COLLEAGUE, any_of(digest.c.client_id))
    return select(*DIGEST.of(asked)).where(of_tenant(digest), *own, visible_clients(scope, digest.c.client_id))


def _of_clients(scope: Scope, asked: Asked) -> Select[Any]:
    joined = select(*DIGEST.of(asked)).join(client, _AMONG_CLIENTS)
    return joined.where(of_tenant(digest), visible_clients(scope))


def _own(scope: Scope, asked: Asked) -> Select[Any]:
    return _of_clients(scope, asked).where(digest.c.colleague_id == COLLEAGUE)


def _of_colleagues(scope: Scope, asked: Asked) -> Select[Any]:
    place = func.row_number().over(partition_by=digest.c.colleague_id, order_by=BY_CLIENT.keys)
    numbered = _of_clients(scope, asked).add_columns(place.label("place")).where(any_of(digest.c.colleague_id))
    inside = numbered.subquery()
    return select(inside).where(inside.c.place <= MOST).order_by(inside.c.colleague_id, inside.c.place)


def _chosen() -> Select[Any]:
    its = (digest.c.client_id == bound("client", Uuid()), colleague.c.email == bound("email", String()))
    return select(digest.c.id).join(colleague, _READER).where(digest.c.partner_id == TENANT, *its)


def _whose() -> Select[Any]:
    return (
        select(
            digest.c.id,
            digest.c.colleague_id,
            digest.c.client_id,
            digest.c.frequency,
            colleague.c.name,
            colleague.c.status,
            colleague.c.role,
            partner.c.bookkeepers_may_invite,
            partner.c.name.label("partner_name"),
            partner.c.time_zone,
        )
        .join(colleague, _READER)
        .join(partner, partner.c.id == digest.c.partner_id)
        .where(digest.c.partner_id == TENANT, digest.c.id == _ID)
    )


def _work_left(scope: Scope, wanted: ClientFilter) -> Select[Any]:
    return _figures(scope, _MISSING, _READY).where(*conditions(wanted))


def _work_left_of(scope: Scope) -> Select[Any]:
    told = _figures(scope, month_figure.c.client_id, _MISSING, _READY)
    return told.where(any_of(month_figure.c.client_id)).group_by(month_figure.c.client_id)


def _figures(scope: Scope, *columns: Any) -> Select[Any]:
    of_client = (client.c.partner_id == month_figure.c.partner_id) & (client.c.id == month_figure.c.client_id)
    seen = (of_tenant(month_figure), client.c.figures_hidden == 0, visible_clients(scope))
    return select(*columns).select_from(month_figure).join(client, of_client).where(*seen)
