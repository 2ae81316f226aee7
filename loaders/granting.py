"""Reads of grant requests: by id, of clients, and by the secret of their link."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Select, Uuid, and_, case, func, literal, select

from domain.vocabulary import GrantRequestStatus
from loaders.columns import GRANT_REQUEST, Asked
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import COLLEAGUE, NOW, of_tenant, visible_clients
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import client, colleague, grant_request, partner


async def grant_request_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The requests of visible clients."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(GRANT_REQUEST), keys=ids))


async def grant_requests_by_client_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The newest requests of each visible client, so many of each; one statement for all of them."""
    return await first_each(reads, keys, _by_client, reads.asked_of(GRANT_REQUEST), "client_id")


async def grant_request_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The request behind a link, whatever its state and partner."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


async def who_asks(source: Rows, partner_id: UUID, client_id: UUID, colleague_id: UUID | None) -> Row:
    """The names behind a request, `partner_name`, `company_name`, `colleague_name`, and the `access_status`."""
    given = {"tenant": partner_id, "client": client_id, "colleague": colleague_id}
    return (await source.fetch(_names, (), given))[0]


def _effective_status() -> ColumnElement[str]:
    """A pending request past its end has expired, whether or not anything noted it."""
    lapsed = and_(grant_request.c.status == GrantRequestStatus.PENDING, grant_request.c.expires_at <= NOW)
    return case((lapsed, literal(GrantRequestStatus.EXPIRED)), else_=grant_request.c.status)


def _visible(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*GRANT_REQUEST.of(asked), _effective_status().label("status")).where(
        of_tenant(grant_request), visible_clients(scope, grant_request.c.client_id)
    )


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(grant_request.c.id))


def _by_client(scope: Scope, asked: Asked) -> Select[Any]:
    newest = func.row_number().over(partition_by=grant_request.c.client_id, order_by=grant_request.c.id.desc())
    numbered = _visible(scope, asked).add_columns(newest.label("place"))
    inside = numbered.where(any_of(grant_request.c.client_id)).subquery()
    return select(inside).where(inside.c.place <= MOST).order_by(inside.c.client_id, inside.c.place)


def _by_secret() -> Select[Any]:
    return select(grant_request).where(grant_request.c.token_hash == bound("token_hash", LargeBinary()))


def _names() -> Select[Any]:
    asker = (colleague.c.partner_id == partner.c.id) & (colleague.c.id == COLLEAGUE)
    company = (client.c.partner_id == partner.c.id) & (client.c.id == bound("client", Uuid()))
    names = (partner.c.name.label("partner_name"), client.c.name.label("company_name"))
    named = select(*names, colleague.c.name.label("colleague_name"), client.c.access_status)
    return named.select_from(partner.join(client, company).outerjoin(colleague, asker)).where(of_tenant(partner))
