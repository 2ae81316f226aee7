"""Teams: named groups of bookkeepers with the clients they share."""

from sqlalchemy import Column, Index, Integer, String, Table, Uuid

from store.tables.base import METADATA, SORTED_TEXT, Moment, belongs_to, own_id, partner_key

team = Table(
    "team",
    METADATA,
    partner_key(),
    own_id(),
    Column("name", String(100), nullable=False),
    Column("name_key", SORTED_TEXT, nullable=False),
    Column("description", String(1000)),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("uq_team_name", "partner_id", "name_key", unique=True),
)

team_member = Table(
    "team_member",
    METADATA,
    partner_key(),
    Column("team_id", Uuid, primary_key=True),
    Column("colleague_id", Uuid, primary_key=True),
    belongs_to("team", "team_id", cascade=True),
    belongs_to("colleague", "colleague_id"),
    Index("ix_team_member_colleague", "partner_id", "colleague_id", "team_id"),
)

team_client = Table(
    "team_client",
    METADATA,
    partner_key(),
    Column("team_id", Uuid, primary_key=True),
    Column("client_id", Uuid, primary_key=True),
    belongs_to("team", "team_id", cascade=True),
    belongs_to("client", "client_id"),
    Index("ix_team_client_client", "partner_id", "client_id", "team_id"),
)
