"""Integrations: machine clients of one partner with OAuth 2.0 scopes."""

from sqlalchemy import Boolean, Column, Index, String, Table, true

from store.tables.base import METADATA, Moment, own_id, partner_key

integration = Table(
    "integration",
    METADATA,
    partner_key(),
    own_id(),
    Column("name", String(100), nullable=False),
    Column("issuer", String(300), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("scopes", String(1000), nullable=False),
    Column("is_enabled", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    # Sign-in looks a machine up before the partner is known.
    Index("uq_integration_client_id", "issuer", "client_id", unique=True),
)
