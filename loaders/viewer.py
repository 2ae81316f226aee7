"""Sign-in: which active memberships an identity has, before any partner is known.

On PostgreSQL functions of the database open the rows, answer them and close them again, in one round trip.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, String, and_, func, literal_column, or_, select

from domain.access import Identity, Viewer
from domain.vocabulary import ColleagueStatus
from loaders.scope import COLLEAGUE, INTEGRATION, TENANT, of_tenant
from store.engine import Store
from store.reading import Reader, Rows, read_alone
from store.statement import Builder, Row, bound
from store.tables import colleague, integration, partner
from store.tenancy import Keys

_MEMBERSHIP = (
    colleague.c.partner_id,
    colleague.c.id,
    colleague.c.role,
    colleague.c.subject,
    partner.c.name.label("partner_name"),
    partner.c.bookkeepers_may_invite,
)
DECIDES = ("scopes", "is_enabled", "is_restricted", "generation", "old_secret_ends_at")
_MACHINE = tuple(integration.c[name] for name in ("partner_id", "id", "expires_at", *DECIDES))

_ISSUER, _SUBJECT, _EMAIL = bound("issuer", String()), bound("subject", String()), bound("email", String())


async def memberships(store: Store, identity: Identity) -> Sequence[Row]:
    """Active colleagues bound to the identity, or not yet bound and known by its verified e-mail; with their firms.

    Rows: `partner_id`, `id`, `role`, `subject` (empty while unbound), and the firm's `partner_name` and
    `bookkeepers_may_invite`.
    """
    given = {"issuer": identity.issuer, "subject": identity.subject, "email": identity.email or ""}
    return await _opened(store, _memberships_opened if store.is_postgres else _memberships, given)


async def machine(store: Store, identity: Identity) -> Row | None:
    """The enabled integration behind a machine token: see `domain.integration`."""
    given = {"issuer": identity.issuer, "subject": identity.client_id}
    found = await _opened(store, _machine_opened if store.is_postgres else _machine, given)
    return next(iter(found), None)


async def _opened(store: Store, build: Builder, given: Mapping[str, Any]) -> Sequence[Row]:
    if store.is_postgres:
        return await read_alone(store, build, given)
    reader = Reader(store, Keys())
    try:
        return await reader.fetch(build, (), given)
    finally:
        await reader.close()


async def colleague_now(source: Rows, viewer: Viewer) -> Row | None:
    """What decides a colleague's rights, as of now: `status`, `role`, `bookkeepers_may_invite`."""
    given = {"tenant": viewer.partner_id, "colleague": viewer.colleague_id}
    return next(iter(await source.fetch(_colleague_now, (), given)), None)


async def integration_now(source: Rows, viewer: Viewer) -> Row | None:
    """What decides an integration's rights, as of now: see `domain.integration`."""
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


def _memberships_opened() -> Select[Any]:
    columns = [literal_column(column.name, column.type) for column in _MEMBERSHIP]
    return select(*columns).select_from(func.gateway_memberships(_ISSUER, _SUBJECT, _EMAIL))


def _machine() -> Select[Any]:
    return select(*_MACHINE).where(
        integration.c.issuer == _ISSUER, integration.c.client_id == _SUBJECT, integration.c.is_enabled
    )


def _machine_opened() -> Select[Any]:
    columns = [literal_column(column.name, column.type) for column in _MACHINE]
    return select(*columns).select_from(func.gateway_machine(_ISSUER, _SUBJECT))


def _colleague_now() -> Select[Any]:
    return (
        select(colleague.c.status, colleague.c.role, partner.c.bookkeepers_may_invite)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(colleague.c.partner_id == TENANT, colleague.c.id == COLLEAGUE)
    )


def _integration_now() -> Select[Any]:
    own = (of_tenant(integration), integration.c.id == INTEGRATION)
    return select(*(integration.c[name] for name in DECIDES)).where(*own)
