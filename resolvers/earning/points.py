"""What earns points, in the transaction of what earned them; each cause counts once, however often it is told.

Points leave no audit entry of their own: the ledger is one, and what a bookkeeper's work earns is not theirs to read.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.partnership import LIFETIME, book_of
from domain.vocabulary import DueKind, PointsKind
from resolvers.referring.joining import company_joined, firm_joined
from store.attention import file_due
from store.ids import new_id
from store.reading import Row
from store.tables import points_entry
from store.tier_book import tier_books
from store.writing import UnitOfWork


async def award(work: UnitOfWork, kind: PointsKind, cause: str, **about: Any) -> bool:
    """Gives the points of a cause and has the tier looked at; answers whether it is a new cause; see `give`."""
    review_soon(work)
    return await give(work, kind, cause, **about)


async def give(work: UnitOfWork, kind: PointsKind, cause: str, *, until: datetime | None = None, **about: Any) -> bool:
    """Gives the points of a cause, as the tier book of today has them; answers whether it is a new cause.

    They count until `until`, by default for a year. `about` names columns of the entry: `client_id`, `colleague_id`,
    `referral_id`, or `month` with the number of `clients`, for each of which the points are given.
    """
    points = book_of(tier_books(), work.now.date()).points[kind] * about.get("clients", 1)
    return await _enter(work, kind, cause, points, until or work.now + LIFETIME, about)


async def client_connected(work: UnitOfWork, client: Row) -> None:
    """A client is connected and verified; a referral of the company is won with it."""
    await award(work, PointsKind.CLIENT_CONNECTED, str(client.id), client_id=client.id)
    if won := await company_joined(work, client):
        await award(work, PointsKind.REFERRAL_WON, str(won), referral_id=won, client_id=client.id)


async def client_left(work: UnitOfWork, client_id: UUID) -> None:
    """Takes back what a client has earned, while it counts; fewer active clients may lower the tier in any case."""
    kind, cause = PointsKind.CLIENT_CONNECTED, str(client_id)
    await _take_back(work, kind, cause, PointsKind.CLIENT_LEFT, client_id=client_id)
    review_soon(work)


async def referral_won(work: UnitOfWork, referral_id: UUID) -> None:
    """The firm that was referred has come, while the referral was open."""
    if await firm_joined(work, referral_id):
        await award(work, PointsKind.REFERRAL_WON, str(referral_id), referral_id=referral_id)


async def colleague_certified(
    work: UnitOfWork, certificate_id: UUID, colleague_id: UUID, until: datetime, *, renews: UUID | None = None
) -> None:
    """A colleague has a certificate that is valid until a moment; it counts for as long, in place of the one before."""
    kind, cause = PointsKind.COLLEAGUE_CERTIFIED, str(certificate_id)
    await award(work, kind, cause, until=until, colleague_id=colleague_id)
    if renews is not None:
        await _take_back(work, kind, str(renews), PointsKind.CERTIFICATE_RENEWED, colleague_id=colleague_id)


def review_soon(work: UnitOfWork) -> None:
    """Has the clock look at the firm's tier once this is done; after any change of what a tier asks."""
    work.conclude_with(_file, [work.partner_id])


async def _take_back(work: UnitOfWork, kind: PointsKind, cause: str, why: PointsKind, **about: Any) -> None:
    """What a cause has given counts no longer, where it still does."""
    given = await work.get(points_entry, kind=kind, cause=cause)
    if given is not None and given.expires_at > work.now:
        await _enter(work, why, cause, -given.points, given.expires_at, about)


async def _enter(
    work: UnitOfWork, kind: PointsKind, cause: str, points: int, until: datetime, about: dict[str, Any]
) -> bool:
    row = {"id": new_id(), "kind": kind, "cause": cause, "points": points, "at": work.now, "expires_at": until}
    return await work.insert_new(points_entry, row | about)


async def _file(work: UnitOfWork, ids: Collection[UUID]) -> None:
    await file_due(work, DueKind.PARTNERSHIP, dict.fromkeys(ids, work.now))
