"""Which rows exist for a viewer: the first wall, inside the SQL of every list, count, search, node and cursor."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, literal, or_, select, true

from domain.vocabulary import ADMINS, AssignmentStatus, InviteKind
from loaders.reading import Reads
from store.tables import assignment, client, invite, partner, signal

# Spelt out, so that also a plan made for any values can use the indexes of live rows; so is ACTIVE below.
IS_FIRED = signal.c.level > literal(0, literal_execute=True)


def of_tenant(reads: Reads, table: FromClause) -> ColumnElement[bool]:
    """Rows of the viewer's partner."""
    return (table.c.id if table is partner else table.c.partner_id) == reads.tenant


def is_live(reads: Reads, table: FromClause = assignment) -> ColumnElement[bool]:
    """Assignments (or their sources) that count now: active and not past their end."""
    running = or_(table.c.ends_at.is_(None), table.c.ends_at > reads.now)
    return and_(table.c.status == literal(AssignmentStatus.ACTIVE, literal_execute=True), running)


def visible_clients(reads: Reads, client_id: ColumnElement[Any] = client.c.id) -> ColumnElement[bool]:
    """Clients that exist for the viewer: all of the partner for admins and integrations, else the assigned ones."""
    if reads.viewer.sees_all_clients:
        return true()
    mine = assignment.alias("mine")
    return exists(
        select(1).where(
            of_tenant(reads, mine),
            mine.c.colleague_id == reads.viewer.colleague_id,
            mine.c.client_id == client_id,
            is_live(reads, mine),
        )
    )


def visible_invites(reads: Reads) -> ColumnElement[bool]:
    """Invites that exist for the viewer: admins and integrations all; others outbound ones they sent or work on."""
    if reads.viewer.sees_all_clients:
        return _invites_of_scope(reads)
    if reads.viewer.colleague_id is None:
        return false()
    own = invite.c.invited_by == reads.viewer.colleague_id
    worked_on = and_(invite.c.client_id.is_not(None), visible_clients(reads, invite.c.client_id))
    return and_(invite.c.kind == InviteKind.CLIENT, or_(own, worked_on))


def _invites_of_scope(reads: Reads) -> ColumnElement[bool]:
    if reads.viewer.role in ADMINS:
        return true()
    return invite.c.kind == InviteKind.CLIENT
