"""Counts for the badges of the portal's menu: of what waits for the viewer, by the rules of the pages behind them."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, Select, cast, func, select

from domain.invite import OPEN
from domain.vocabulary import AttentionLevel, CertificateStatus, InviteKind
from loaders.client_filter import ClientFilter, conditions
from loaders.reading import Reads, Scope
from loaders.scope import COLLEAGUE, NOW, of_tenant, visible_clients, visible_invites
from store.statement import Row
from store.tables import certificate, client, client_total, invite

_URGENT = (AttentionLevel.WARNING, AttentionLevel.CRITICAL)


async def waiting(reads: Reads, pending: ClientFilter) -> Row:
    """How many `urgent` clients, unanswered `inbound` invites, `pending` clients and open invites of `people`."""
    return (await reads.rows(_waiting, pending))[0]


async def courses_to_renew(reads: Reads) -> int:
    """How many courses the viewer should take again: certificates end soon or ended, and the course is still taught."""
    taught = reads.catalogue.course_by_id
    return sum(row.course_id in taught for row in await reads.rows(_renewable))


def _waiting(scope: Scope, pending: ClientFilter) -> Select[Any]:
    return select(
        (_kept_urgent() if scope.all_clients else _clients(scope, ClientFilter(attention=_URGENT))).label("urgent"),
        _open_invites(scope, InviteKind.INBOUND).label("inbound"),
        _clients(scope, pending).label("pending"),
        _open_invites(scope, InviteKind.COLLEAGUE).label("people"),
    )


def _kept_urgent() -> ScalarSelect[Any]:
    """Of the whole portfolio, whose totals are kept."""
    clients: ColumnElement[Any] = cast(func.coalesce(func.sum(client_total.c.clients), 0), BigInteger)
    return select(clients).where(of_tenant(client_total), client_total.c.attention_level.in_(_URGENT)).scalar_subquery()


def _clients(scope: Scope, wanted: ClientFilter) -> ScalarSelect[Any]:
    found = select(func.count()).select_from(client).where(of_tenant(client), visible_clients(scope))
    return found.where(*conditions(wanted)).scalar_subquery()


def _open_invites(scope: Scope, kind: InviteKind) -> ScalarSelect[Any]:
    found = select(func.count()).select_from(invite).where(of_tenant(invite), visible_invites(scope))
    running = (invite.c.status.in_(sorted(OPEN)), invite.c.expires_at > NOW)
    return found.where(invite.c.kind == kind, *running).scalar_subquery()


def _renewable(scope: Scope) -> Select[Any]:
    own = (certificate.c.colleague_id == COLLEAGUE, certificate.c.status != CertificateStatus.RENEWED)
    due = certificate.c.renewable_from <= NOW
    return select(certificate.c.course_id).where(of_tenant(certificate), *own, due).distinct()
