"""Which rows exist for a viewer: the first wall, inside the SQL of every list, count, search, node and cursor."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, Uuid, and_, exists, false, literal, or_, select, true

from domain.vocabulary import AssignmentStatus, InviteKind
from loaders.reading import Scope
from store.statement import bound
from store.tables import assignment, client, integration_client, invite, partner, signal
from store.tables.base import Moment

# Every statement gets these of the request (`Reads.rows`).
TENANT, COLLEAGUE, NOW = bound("tenant", Uuid()), bound("colleague", Uuid()), bound("now", Moment())
INTEGRATION = bound("integration", Uuid())
# The firm's own attention rules (`store.attention.ALL_CLIENTS`).
ALL = bound("all_clients", Uuid())

# Spelt out, so that also a plan made for any values can use the indexes of live rows; so is ACTIVE below.
IS_FIRED = signal.c.level > literal(0, literal_execute=True)


def spelt_out(word: str) -> ColumnElement[str]:
    """A word that is part of the text, so that any plan can use the indexes of such rows."""
    return literal(str(word), String(), literal_execute=True)


def of_tenant(table: FromClause) -> ColumnElement[bool]:
    """Rows of the viewer's partner."""
    return (table.c.id if table is partner else table.c.partner_id) == TENANT


def is_live(table: FromClause = assignment) -> ColumnElement[bool]:
    """Assignments (or their sources) that count now: active and not past their end."""
    running = or_(table.c.ends_at.is_(None), table.c.ends_at > NOW)
    return and_(table.c.status == literal(AssignmentStatus.ACTIVE, literal_execute=True), running)


def visible_clients(scope: Scope, client_id: ColumnElement[Any] = client.c.id) -> ColumnElement[bool]:
    """Clients that exist for the viewer: all for admins and most integrations, else those chosen or assigned."""
    if scope.all_clients:
        return true()
    if scope.is_restricted:
        chosen = integration_client.alias("chosen")
        own = (chosen.c.integration_id == INTEGRATION, chosen.c.client_id == client_id)
        return exists(select(1).where(of_tenant(chosen), *own))
    mine = assignment.alias("mine")
    own = (mine.c.colleague_id == COLLEAGUE, mine.c.client_id == client_id)
    return exists(select(1).where(of_tenant(mine), *own, is_live(mine)))


def visible_invites(scope: Scope) -> ColumnElement[bool]:
    """Invites that exist for the viewer: all, or of the outbound ones those sent, or of a client that exists."""
    to_clients = invite.c.kind == InviteKind.CLIENT
    if scope.all_clients:
        return true() if scope.is_admin else to_clients
    worked_on = and_(invite.c.client_id.is_not(None), visible_clients(scope, invite.c.client_id))
    if scope.is_restricted:
        return and_(to_clients, worked_on)
    if not scope.is_colleague:
        return false()
    return and_(to_clients, or_(invite.c.invited_by == COLLEAGUE, worked_on))
