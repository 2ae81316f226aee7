"""Reads of the partnership: where the firm stands and what it has, and the ledger of its points."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, distinct, exists, func, literal, select

from domain.partnership import EXPIRES_SOON
from domain.vocabulary import ClientStatus, ColleagueStatus, PartnerTier, PointsKind
from loaders.columns import POINTS, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, one_each
from loaders.scope import NOW, TENANT, of_tenant
from store.statement import Row, any_of, bound
from store.tables import agreement, client, colleague, month_figure, partner, partnership, points_entry
from store.tables.base import Moment
from store.writing import UnitOfWork

NEWEST_FIRST = Order("newest", (points_entry.c.at, points_entry.c.id), descending=True)
_SOON = bound("soon", Moment())


async def partnership_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's own firm's; see `standing_now`. What there is of any other firm is not there."""
    return one_each(ids, await reads.rows(_of_viewer, keys=ids, soon=reads.now + EXPIRES_SOON))


async def tier_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[PartnerTier]:
    """The tier of the viewer's own firm, and nothing that it takes to count; the lowest of a firm not looked at yet."""
    found = {row.partner_id: PartnerTier(row.tier) for row in await reads.rows(_tiers, keys=ids)}
    return [found.get(id, next(iter(PartnerTier))) for id in ids]


async def agreement_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The newest agreement of the viewer's own firm; None of a firm that is older than agreements are kept."""
    return one_each(ids, await reads.rows(_agreements, keys=ids), "partner_id")


async def points_entries(reads: Reads, window: Window) -> Page:
    """A page of the firm's ledger, newest first."""
    return await page(reads, _listed, (), POINTS, NEWEST_FIRST, window)


async def standing_now(work: UnitOfWork) -> Any:
    """Where the firm stands, and its figures as of now.

    | column | |
    | --- | --- |
    | tier, since, falls_at, closed_month | as judged last; the lowest tier and no month, of a firm not looked at yet |
    | points, clients, certified | what counts now, as in `domain.partnership.Figures` |
    | expiring, next_expiry | points that expire within `EXPIRES_SOON`, and when the next ones do |
    | cut_off_day, time_zone | the firm's |
    """
    given = {"tenant": work.partner_id, "now": work.now, "soon": work.now + EXPIRES_SOON}
    return (await work.fetch(_standing, (), given))[0]


async def clients_on_time(work: UnitOfWork, month: str) -> int:
    """How many active clients' expenses of a month are all exported; those without any do not count."""
    figure = month_figure.c
    done = and_(figure.month == month, figure.submitted_count > 0, figure.exported_count >= figure.submitted_count)
    same = and_(client.c.partner_id == figure.partner_id, client.c.id == figure.client_id)
    joined = month_figure.join(client, same)
    own = and_(figure.partner_id == work.partner_id, client.c.status == ClientStatus.ACTIVE)
    rows = await work.rows(select(func.count()).select_from(joined).where(own, done))
    return int(rows[0][0])


async def clients_without_points(work: UnitOfWork, since: datetime) -> Sequence[Row]:
    """Active clients (id, created_at) that came after a moment and have not earned the firm anything yet."""
    given = points_entry.c
    same = and_(given.partner_id == client.c.partner_id, given.client_id == client.c.id)
    has = exists(select(1).where(same, given.kind == PointsKind.CLIENT_CONNECTED))
    own = and_(client.c.partner_id == work.partner_id, client.c.status == ClientStatus.ACTIVE)
    return await work.rows(select(client.c.id, client.c.created_at).where(own, client.c.created_at > since, ~has))


def _of_viewer(scope: Scope) -> Select[Any]:
    return _standing().where(any_of(partner.c.id))


def _standing() -> Select[Any]:
    entry = points_entry.c
    return (
        select(
            partner.c.id,
            partner.c.cut_off_day,
            partner.c.time_zone,
            func.coalesce(partnership.c.tier, literal(next(iter(PartnerTier)))).label("tier"),
            func.coalesce(partnership.c.since, partner.c.created_at).label("since"),
            partnership.c.falls_at,
            partnership.c.closed_month,
            _of_live(func.coalesce(func.sum(entry.points), 0)).label("points"),
            _of_live(func.coalesce(func.sum(entry.points), 0), entry.expires_at <= _SOON).label("expiring"),
            _of_live(func.min(entry.expires_at)).label("next_expiry"),
            _active_clients().label("clients"),
            _certified().label("certified"),
        )
        .select_from(partner.outerjoin(partnership, partnership.c.partner_id == partner.c.id))
        .where(of_tenant(partner))
    )


def _of_live(value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Over all entries that count now. What is taken back expires with what it takes back, so no sum is below 0."""
    own = (points_entry.c.partner_id == TENANT, points_entry.c.expires_at > NOW)
    return select(value).where(*own, *conditions).scalar_subquery()


def _active_clients() -> ScalarSelect[Any]:
    return select(func.count()).where(of_tenant(client), client.c.status == ClientStatus.ACTIVE).scalar_subquery()


def _certified() -> ScalarSelect[Any]:
    entry = points_entry.c
    same = and_(colleague.c.partner_id == entry.partner_id, colleague.c.id == entry.colleague_id)
    valid = and_(entry.kind == PointsKind.COLLEAGUE_CERTIFIED, entry.expires_at > NOW)
    there = and_(of_tenant(points_entry), valid, colleague.c.status == ColleagueStatus.ACTIVE)
    people = points_entry.join(colleague, same)
    return select(func.count(distinct(entry.colleague_id))).select_from(people).where(there).scalar_subquery()


def _tiers(scope: Scope) -> Select[Any]:
    own = (of_tenant(partnership), any_of(partnership.c.partner_id))
    return select(partnership.c.partner_id, partnership.c.tier).where(*own)


def _agreements(scope: Scope) -> Select[Any]:
    own = (of_tenant(agreement), any_of(agreement.c.partner_id))
    return select(agreement).where(*own).order_by(agreement.c.agreed_at, agreement.c.id)


def _listed(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*POINTS.of(asked)).where(of_tenant(points_entry))
