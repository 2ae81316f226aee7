"""The clock's look at a firm's tier: when points or clients change, points expire, a month closes, or grace ends."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.months import earlier
from domain.partnership import LIFETIME, Figures, Standing, book_of, closed_month, next_cut_off, rank
from domain.vocabulary import DueKind, PartnerTier, PointsKind
from loaders.partnership import clients_on_time, clients_without_points, standing_now
from resolvers.connecting.letters import write_to_admins
from resolvers.earning.points import give
from store.attention import file_due
from store.ids import new_id
from store.tables import due, partnership, points_entry
from store.tier_book import tier_books
from store.writing import UnitOfWork


async def review(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Judges the firm's tier as of now, tells its admins what is new, and files when to look again."""
    # Whoever earns points meanwhile files after this one, so that no look is lost.
    await work.find(due, lock=True, kind=DueKind.PARTNERSHIP, object_id=ids)
    await _bring_up_to_date(work)
    found = await standing_now(work)
    before = Standing(PartnerTier(found.tier), found.since, found.falls_at)
    book = book_of(tier_books(), work.now.date())
    after = before.judged(book.earned(_figures(found)), work.now, timedelta(days=book.grace_days))
    if after != before:
        await work.update(partnership, {"tier": after.tier, "since": after.since, "falls_at": after.falls_at})
        await _tell(work, found, before, after)
    await file_due(work, DueKind.PARTNERSHIP, {work.partner_id: min(_moments(found, after, work.now))})


async def _bring_up_to_date(work: UnitOfWork) -> None:
    """Opens the ledger at the first look, and later settles the months that have been closed since the last one."""
    found = await standing_now(work)
    closed = closed_month(work.now, found.cut_off_day, found.time_zone)
    if found.closed_month is None:
        await _open(work, found, closed)
        return
    for month in _after(found.closed_month, closed):
        if count := await clients_on_time(work, month):
            await give(work, PointsKind.MONTH_ON_TIME, month, month=month, clients=count)
        await work.update(partnership, {"closed_month": month})


async def _open(work: UnitOfWork, found: Any, closed: str) -> None:
    """The account of a firm, which may be older than it: clients of the last year count as if it had been there."""
    await work.insert(partnership, {"tier": found.tier, "since": found.since, "closed_month": closed})
    kind, rows = PointsKind.CLIENT_CONNECTED, await clients_without_points(work, work.now - LIFETIME)
    points = book_of(tier_books(), work.now.date()).points[kind]
    entries = [
        {"id": new_id(), "kind": kind, "cause": str(row.id), "points": points, "client_id": row.id}
        | {"at": row.created_at, "expires_at": row.created_at + LIFETIME}
        for row in rows
    ]
    await work.insert(points_entry, entries)


def _after(month: str, last: str) -> Iterator[str]:
    while (month := earlier(month, -1)) <= last:
        yield month


def _moments(found: Any, after: Standing, now: datetime) -> Iterator[datetime]:
    """When time alone may change the tier, or the points, next."""
    yield next_cut_off(now, found.cut_off_day, found.time_zone)
    yield from (moment for moment in (found.next_expiry, after.falls_at) if moment is not None)


async def _tell(work: UnitOfWork, found: Any, before: Standing, after: Standing) -> None:
    what, book = _what(before, after), book_of(tier_books(), work.now.date())
    told = [{"tier": each.tier} | ({"falls_at": each.falls_at} if each.falls_at else {}) for each in (before, after)]
    await work.record(f"partnership.{what}", "PARTNER", work.partner_id, before=told[0], after=told[1])
    terms = book.terms(after.tier)
    missing = [each for each in terms.requirements(_figures(found)) if each.missing]
    said: dict[str, Any] = {"tier": after.tier, "discount": f"{terms.discount / 100:g} %"}
    said["rows"] = [[each.kind.replace("_", " ").capitalize(), str(each.have), str(each.need)] for each in missing]
    said |= {"falls_at": after.falls_at.isoformat()} if after.falls_at else {}
    await write_to_admins(work, what, said)


def _what(before: Standing, after: Standing) -> str:
    """What has become of the tier, as audit, events and mails call it."""
    if after.tier is not before.tier:
        return "tier_raised" if rank(after.tier) > rank(before.tier) else "tier_fallen"
    return "tier_at_risk" if after.falls_at else "tier_kept"


def _figures(found: Any) -> Figures:
    return Figures(found.points, found.clients, found.certified)
