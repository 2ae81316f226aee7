"""Reads of firms' own accounts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select

from domain.own_company import OWN_COMPANY
from loaders.reading import Reads, Scope, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import own_company, partner


async def own_company_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The own company of the viewer's firm, of status NONE where nobody has asked for it; of any other firm nothing."""
    return one_each(ids, await reads.rows(_by_partner, keys=ids), "partner_id")


def _by_partner(scope: Scope) -> Select[Any]:
    own = own_company.c
    status = func.coalesce(own.status, literal(OWN_COMPANY.initial)).label("status")
    facts = (own.requested_at, own.requested_by, own.account_number, own.failure_reason)
    since = func.coalesce(own.since, partner.c.created_at, type_=partner.c.created_at.type).label("since")
    joined = partner.outerjoin(own_company, own.partner_id == partner.c.id)
    columns = (partner.c.id.label("partner_id"), status, since, *facts)
    return select(*columns).select_from(joined).where(of_tenant(partner), any_of(partner.c.id))
