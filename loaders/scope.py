"""Which rows exist for a viewer: the first wall, inside the SQL of every list, count, search, node and cursor."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Uuid, and_, exists, false, literal, or_, select, true

from domain.vocabulary import AssignmentStatus, InviteKind
from loaders.reading import Scope
from store.statement import bound
from store.tables import assignment, client, invite, partner, signal
from store.tables.base import Moment

# Every statement gets these of the request (`Reads.rows`).
TENANT, COLLEAGUE, NOW = bound("tenant", Uuid()), bound("colleague", Uuid()), bound("now", Moment())

# Spelt out, so that also a plan made for any values can use the indexes of live rows; so is ACTIVE below.
IS_FIRED = signal.c.level > literal(0, literal_execute=True)


def of_tenant(table: FromClause) -> ColumnElement[bool]:
    """Rows of the viewer's partner."""
    return (table.c.id if table is partner else table.c.partner_id) == TENANT


def is_live(table: FromClause = assignment) -> ColumnElement[bool]:
    """Assignments (or their sources) that count now: active and not past their end."""
    running = or_(table.c.ends_at.is_(None), table.c.ends_at > NOW)
    return and_(table.c.status == literal(AssignmentStatus.ACTIVE, literal_execute=True), running)


def visible_clients(scope: Scope, client_id: ColumnElement[Any] = client.c.id) -> ColumnElement[bool]:
    """Clients that exist for the viewer: all of the partner for admins and integrations, else the assigned ones."""
    if scope.all_clients:
        return true()
    mine = assignment.alias("mine")
    own = (mine.c.colleague_id == COLLEAGUE, mine.c.client_id == client_id)
    return exists(select(1).where(of_tenant(mine), *own, is_live(mine)))


def visible_invites(scope: Scope) -> ColumnElement[bool]:
    """Invites that exist for the viewer: admins and integrations all; others outbound ones they sent or work on."""
    to_clients = invite.c.kind == InviteKind.CLIENT
    if scope.all_clients:
        return true() if scope.all_invites else to_clients
    if not scope.is_colleague:
        return false()
    worked_on = and_(invite.c.client_id.is_not(None), visible_clients(scope, invite.c.client_id))
    return and_(to_clients, or_(invite.c.invited_by == COLLEAGUE, worked_on))
