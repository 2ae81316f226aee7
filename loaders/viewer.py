"""Sign-in: which active memberships an identity has, before any partner is known."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, or_, select

from domain.access import Identity, Viewer
from domain.vocabulary import ColleagueStatus
from store.reading import Rows
from store.tables import colleague, integration, partner

_MEMBERSHIP = (
    colleague.c.partner_id,
    colleague.c.id,
    colleague.c.role,
    colleague.c.subject,
    partner.c.name.label("partner_name"),
    partner.c.bookkeepers_may_invite,
)


async def memberships(source: Rows, identity: Identity) -> Sequence[Row[Any]]:
    """Active colleagues bound to the identity, or not yet bound and known by its verified e-mail; with their firms.

    Rows: `partner_id`, `id`, `role`, `subject` (empty while unbound), and the firm's `partner_name` and
    `bookkeepers_may_invite`.
    """
    bound = and_(colleague.c.issuer == identity.issuer, colleague.c.subject == identity.subject)
    by_email = and_(colleague.c.subject.is_(None), colleague.c.email == (identity.email or ""))
    statement = (
        select(*_MEMBERSHIP)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(or_(bound, by_email), colleague.c.status == ColleagueStatus.ACTIVE)
        .order_by(colleague.c.partner_id)
    )
    return await source.rows(statement)


async def machine(source: Rows, identity: Identity) -> Row[Any] | None:
    """The enabled integration behind a machine token."""
    statement = select(integration).where(
        integration.c.issuer == identity.issuer,
        integration.c.client_id == identity.client_id,
        integration.c.is_enabled,
    )
    return next(iter(await source.rows(statement)), None)


async def colleague_now(source: Rows, viewer: Viewer) -> Row[Any] | None:
    """What decides a colleague's rights, as of now: `status`, `role`, `bookkeepers_may_invite`."""
    statement = (
        select(colleague.c.status, colleague.c.role, partner.c.bookkeepers_may_invite)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(colleague.c.partner_id == viewer.partner_id, colleague.c.id == viewer.colleague_id)
    )
    return next(iter(await source.rows(statement)), None)


async def integration_now(source: Rows, viewer: Viewer) -> Row[Any] | None:
    """What decides an integration's rights, as of now: `is_enabled`, `scopes`."""
    statement = select(integration.c.is_enabled, integration.c.scopes).where(
        integration.c.partner_id == viewer.partner_id, integration.c.id == viewer.integration_id
    )
    return next(iter(await source.rows(statement)), None)
