"""Reads of referrals: the firm's, and by the secret of their link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Select, Uuid, and_, case, func, literal, select

from domain.vocabulary import ReferralStatus
from loaders.columns import REFERRAL, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, one_each
from loaders.scope import NOW, of_tenant
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import referral
from store.writing import UnitOfWork

NEWEST_FIRST = Order("newest", (referral.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """A list means any of its members, an empty one all."""

    status: tuple[ReferralStatus, ...] = ()


async def referral_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The firm's own referrals."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(REFERRAL), keys=ids))


async def referrals(reads: Reads, wanted: ReferralFilter, window: Window) -> Page:
    """A page of the firm's referrals, newest first."""
    return await page(reads, _listed, (wanted,), REFERRAL, NEWEST_FIRST, window, wanted)


async def referral_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The referral behind a link, whatever its state and partner."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


async def referral_of_anybody(source: Rows, id: UUID) -> Row | None:
    """Whose a referral is (`partner_id`); for background work, to which the referrals of all firms are open."""
    return next(iter(await source.fetch(_whose, (), {"referral": id})), None)


async def sent_within(work: UnitOfWork, period: timedelta) -> int:
    """How many referrals the firm has sent lately, whatever became of them."""
    own = and_(referral.c.partner_id == work.partner_id, referral.c.created_at > work.now - period)
    rows = await work.rows(select(func.count()).select_from(referral).where(own))
    return int(rows[0][0])


def _effective_status() -> ColumnElement[str]:
    """A referral past its end has expired, whether or not anything noted it."""
    lapsed = and_(referral.c.status == ReferralStatus.SENT, referral.c.expires_at <= NOW)
    return case((lapsed, literal(ReferralStatus.EXPIRED)), else_=referral.c.status)


def _own(asked: Asked) -> Select[Any]:
    return select(*REFERRAL.of(asked), _effective_status().label("status")).where(of_tenant(referral))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _own(asked).where(any_of(referral.c.id))


def _listed(scope: Scope, asked: Asked, wanted: ReferralFilter) -> Select[Any]:
    return _own(asked).where(_effective_status().in_(wanted.status)) if wanted.status else _own(asked)


def _by_secret() -> Select[Any]:
    return select(referral).where(referral.c.token_hash == bound("token_hash", LargeBinary()))


def _whose() -> Select[Any]:
    return select(referral.c.partner_id, referral.c.id).where(referral.c.id == bound("referral", Uuid()))
