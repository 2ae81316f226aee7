"""Reads of invites of every kind, and by the secret of their link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Select, Uuid, and_, case, literal, select

from domain.invite import OPEN
from domain.vocabulary import InviteKind, InviteStatus
from loaders.columns import INVITE, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, Reads, Scope, one_each
from loaders.scope import COLLEAGUE, NOW, of_tenant, visible_invites
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import colleague, invite, partner
from store.writing import UnitOfWork

NEWEST_FIRST = Order("newest", (invite.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class InviteFilter:
    """Conditions that all hold; a list means any of its members."""

    kind: tuple[InviteKind, ...] = ()
    status: tuple[InviteStatus, ...] = ()


async def invite_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Visible invites."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(INVITE), keys=ids))


async def invite_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The newest visible invite of each colleague."""
    return one_each(ids, await reads.rows(_by_colleague, reads.asked_of(INVITE), keys=ids), "colleague_id")


async def invite_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The newest visible invite that led to each client."""
    return one_each(ids, await reads.rows(_by_client, reads.asked_of(INVITE), keys=ids), "client_id")


async def invites(reads: Reads, wanted: InviteFilter, window: Window) -> Page:
    """A page of the visible invites, newest first."""
    return await page(reads, _listed, (wanted,), INVITE, NEWEST_FIRST, window, wanted)


async def invite_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The invite behind a link, whatever its state and partner."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


async def who_invites(source: Rows, partner_id: UUID, colleague_id: UUID | None) -> Row:
    """The names behind an invite: `partner_name`, and `inviter_name` (empty for an integration)."""
    return (await source.fetch(_names, (), {"tenant": partner_id, "colleague": colleague_id}))[0]


async def open_invites_after(work: UnitOfWork, id: UUID, most: int) -> list[UUID]:
    """The next open invites of the firm, in the order of their ids."""
    rows = await work.fetch(_after, (), {"tenant": work.partner_id, "after": id, "most": most})
    return [row.id for row in rows]


def _after() -> Select[Any]:
    later = (of_tenant(invite), invite.c.id > bound("after", Uuid()), invite.c.status.in_(sorted(OPEN)))
    return select(invite.c.id).where(*later).order_by(invite.c.id).limit(MOST)


def _effective_status() -> ColumnElement[str]:
    """An open invite past its end has expired, whether or not anything noted it."""
    lapsed = and_(invite.c.status.in_(sorted(OPEN)), invite.c.expires_at <= NOW)
    return case((lapsed, literal(InviteStatus.EXPIRED)), else_=invite.c.status)


def _visible(scope: Scope, asked: Asked) -> Select[Any]:
    """Invites that exist for the viewer."""
    return select(*INVITE.of(asked), _effective_status().label("status")).where(
        of_tenant(invite), visible_invites(scope)
    )


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(invite.c.id))


def _by_colleague(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(invite.c.colleague_id)).order_by(invite.c.id)


def _by_client(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(invite.c.client_id)).order_by(invite.c.id)


def _listed(scope: Scope, asked: Asked, wanted: InviteFilter) -> Select[Any]:
    statement = _visible(scope, asked)
    if wanted.kind:
        statement = statement.where(invite.c.kind.in_(wanted.kind))
    return statement.where(_effective_status().in_(wanted.status)) if wanted.status else statement


def _by_secret() -> Select[Any]:
    return select(invite).where(invite.c.token_hash == bound("token_hash", LargeBinary()))


def _names() -> Select[Any]:
    inviter = (colleague.c.partner_id == partner.c.id) & (colleague.c.id == COLLEAGUE)
    return (
        select(partner.c.name.label("partner_name"), colleague.c.name.label("inviter_name"))
        .select_from(partner.outerjoin(colleague, inviter))
        .where(of_tenant(partner))
    )
