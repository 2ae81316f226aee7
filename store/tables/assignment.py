"""Assignments: which colleague works on which client, and the sources (direct, teams) that keep it live."""

from sqlalchemy import Column, Index, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_LIVE = text("status = 'ACTIVE'")

assignment = Table(
    "assignment",
    METADATA,
    partner_key(),
    own_id(),
    Column("client_id", Uuid, nullable=False),
    Column("colleague_id", Uuid, nullable=False),
    words("status"),
    # The latest end of its live sources; empty when one of them has no end.
    Column("ends_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "colleague_id"),
    Index(
        "uq_assignment_live",
        "partner_id",
        "colleague_id",
        "client_id",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index("ix_assignment_client", "partner_id", "client_id", "status", "colleague_id"),
    Index("ix_assignment_page", "partner_id", "status", "id"),
)

assignment_source = Table(
    "assignment_source",
    METADATA,
    partner_key(),
    own_id(),
    Column("assignment_id", Uuid, nullable=False),
    words("source"),
    # No foreign key: the history outlives a deleted team.
    Column("team_id", Uuid),
    words("status"),
    Column("reason", String(500)),
    Column("ends_at", Moment),
    Column("created_by", Uuid),
    Column("created_at", Moment, nullable=False),
    Column("ended_by", Uuid),
    Column("ended_at", Moment),
    belongs_to("assignment", "assignment_id"),
    Index("ix_assignment_source_assignment", "partner_id", "assignment_id"),
    Index("ix_assignment_source_team", "partner_id", "team_id", sqlite_where=_LIVE, postgresql_where=_LIVE),
)
