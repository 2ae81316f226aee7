"""Sign-in: which active memberships an identity has, before any partner is known."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, Uuid, and_, or_, select

from domain.access import Identity, Viewer
from domain.vocabulary import ColleagueStatus
from loaders.scope import COLLEAGUE, TENANT
from store.reading import Rows
from store.statement import Row, bound
from store.tables import colleague, integration, partner

_MEMBERSHIP = (
    colleague.c.partner_id,
    colleague.c.id,
    colleague.c.role,
    colleague.c.subject,
    partner.c.name.label("partner_name"),
    partner.c.bookkeepers_may_invite,
)


_ISSUER, _SUBJECT, _EMAIL = bound("issuer", String()), bound("subject", String()), bound("email", String())


async def memberships(source: Rows, identity: Identity) -> Sequence[Row]:
    """Active colleagues bound to the identity, or not yet bound and known by its verified e-mail; with their firms.

    Rows: `partner_id`, `id`, `role`, `subject` (empty while unbound), and the firm's `partner_name` and
    `bookkeepers_may_invite`.
    """
    given = {"issuer": identity.issuer, "subject": identity.subject, "email": identity.email or ""}
    return await source.fetch(_memberships, (), given)


async def machine(source: Rows, identity: Identity) -> Row | None:
    """The enabled integration behind a machine token."""
    found = await source.fetch(_machine, (), {"issuer": identity.issuer, "subject": identity.client_id})
    return next(iter(found), None)


async def colleague_now(source: Rows, viewer: Viewer) -> Row | None:
    """What decides a colleague's rights, as of now: `status`, `role`, `bookkeepers_may_invite`."""
    given = {"tenant": viewer.partner_id, "colleague": viewer.colleague_id}
    return next(iter(await source.fetch(_colleague_now, (), given)), None)


async def integration_now(source: Rows, viewer: Viewer) -> Row | None:
    """What decides an integration's rights, as of now: `is_enabled`, `scopes`."""
    given = {"tenant": viewer.partner_id, "integration": viewer.integration_id}
    return next(iter(await source.fetch(_integration_now, (), given)), None)


def _memberships() -> Select[Any]:
    known = and_(colleague.c.issuer == _ISSUER, colleague.c.subject == _SUBJECT)
    by_email = and_(colleague.c.subject.is_(None), colleague.c.email == _EMAIL)
    return (
        select(*_MEMBERSHIP)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(or_(known, by_email), colleague.c.status == ColleagueStatus.ACTIVE)
        .order_by(colleague.c.partner_id)
    )


def _machine() -> Select[Any]:
    return select(integration).where(
        integration.c.issuer == _ISSUER, integration.c.client_id == _SUBJECT, integration.c.is_enabled
    )


def _colleague_now() -> Select[Any]:
    return (
        select(colleague.c.status, colleague.c.role, partner.c.bookkeepers_may_invite)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(colleague.c.partner_id == TENANT, colleague.c.id == COLLEAGUE)
    )


def _integration_now() -> Select[Any]:
    return select(integration.c.is_enabled, integration.c.scopes).where(
        integration.c.partner_id == TENANT, integration.c.id == bound("integration", Uuid())
    )
