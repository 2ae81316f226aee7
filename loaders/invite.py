"""Reads of invites of every kind, and by the secret of their link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, literal, literal_column, select

from domain.invite import OPEN
from domain.vocabulary import InviteKind, InviteStatus
from loaders.paging import Order, Page, Window, page
from loaders.reading import Reads, one_each
from loaders.scope import of_tenant, visible_invites
from store.reading import Rows
from store.tables import colleague, invite, partner

_STORED = [column for column in invite.c if column.name not in {"status", "token_hash"}]
_TYPENAME: ColumnElement[str] = literal_column(
    "CASE invite.kind WHEN 'CLIENT' THEN 'ClientInvite' WHEN 'INBOUND' THEN 'InboundInvite' ELSE 'ColleagueInvite' END"
)
NEWEST_FIRST = Order("newest", (invite.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class InviteFilter:
    """Conditions that all hold; a list means any of its members."""

    kind: tuple[InviteKind, ...] = ()
    status: tuple[InviteStatus, ...] = ()


def effective_status(reads: Reads) -> ColumnElement[str]:
    """An open invite past its end has expired, whether or not anything noted it."""
    lapsed = and_(invite.c.status.in_(sorted(OPEN)), invite.c.expires_at <= reads.now)
    return case((lapsed, literal(InviteStatus.EXPIRED)), else_=invite.c.status)


def visible(reads: Reads) -> Select[Any]:
    """Invites that exist for the viewer."""
    return select(*_STORED, effective_status(reads).label("status"), _TYPENAME.label("typename")).where(
        of_tenant(reads, invite), visible_invites(reads)
    )


async def invite_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Visible invites."""
    return one_each(ids, await reads.rows(visible(reads).where(invite.c.id.in_(ids))))


async def invite_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """The newest visible invite of each colleague."""
    statement = visible(reads).where(invite.c.colleague_id.in_(ids)).order_by(invite.c.id)
    return one_each(ids, await reads.rows(statement), "colleague_id")


async def invite_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """The newest visible invite that led to each client."""
    statement = visible(reads).where(invite.c.client_id.in_(ids)).order_by(invite.c.id)
    return one_each(ids, await reads.rows(statement), "client_id")


async def invites(reads: Reads, wanted: InviteFilter, window: Window) -> Page:
    """A page of the visible invites, newest first."""
    statement = visible(reads)
    if wanted.kind:
        statement = statement.where(invite.c.kind.in_(wanted.kind))
    if wanted.status:
        statement = statement.where(effective_status(reads).in_(wanted.status))
    return await page(reads, statement, NEWEST_FIRST, window, wanted)


async def invite_by_secret(source: Rows, token_hash: bytes) -> Row[Any] | None:
    """The invite behind a link, whatever its state and partner."""
    statement = select(invite).where(invite.c.token_hash == token_hash)
    return next(iter(await source.rows(statement)), None)


async def who_invites(source: Rows, partner_id: UUID, colleague_id: UUID | None) -> Row[Any]:
    """The names behind an invite: `partner_name`, and `inviter_name` (empty for an integration)."""
    inviter = (colleague.c.partner_id == partner.c.id) & (colleague.c.id == colleague_id)
    statement = (
        select(partner.c.name.label("partner_name"), colleague.c.name.label("inviter_name"))
        .select_from(partner.outerjoin(colleague, inviter))
        .where(partner.c.id == partner_id)
    )
    return (await source.rows(statement))[0]
