"""Integrations: machine clients of one partner, with what they may see, how they prove who they are, and their use."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    false,
    text,
    true,
)

from store.tables.base import METADATA, SORTED_TEXT, Moment, belongs_to, own_id, partner_key

integration = Table(
    "integration",
    METADATA,
    partner_key(),
    own_id(),
    Column("name", String(100), nullable=False),
    # Of two that had one name before names were unique, the later one has none until it is renamed.
    Column("name_key", SORTED_TEXT),
    Column("issuer", String(300), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("scopes", String(1000), nullable=False),
    Column("is_enabled", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    # Sees only the clients in `integration_client`; an empty list there means none.
    Column("is_restricted", Boolean, nullable=False, server_default=false()),
    Column("expires_at", Moment),
    Column("last_used_at", Moment),
    Column("created_by", Uuid),
    # Of tokens: those of the generation before live as long as the secret before; older ones are refused.
    Column("generation", Integer, nullable=False, server_default=text("1")),
    Column("secret_hash", LargeBinary(32)),
    Column("secret_since", Moment),
    Column("old_secret_hash", LargeBinary(32)),
    Column("old_secret_ends_at", Moment),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Index("uq_integration_name", "partner_id", "name_key", unique=True),
    # Sign-in looks a machine up before the partner is known.
    Index("uq_integration_client_id", "issuer", "client_id", unique=True),
)

integration_client = Table(
    "integration_client",
    METADATA,
    partner_key(),
    Column("integration_id", Uuid, primary_key=True),
    Column("client_id", Uuid, primary_key=True),
    belongs_to("integration", "integration_id", cascade=True),
    belongs_to("client", "client_id", cascade=True),
    Index("ix_integration_client_client", "partner_id", "client_id"),
)

# Public keys (JWK) with which an integration signs its assertions.
integration_key = Table(
    "integration_key",
    METADATA,
    partner_key(),
    own_id(),
    Column("integration_id", Uuid, nullable=False),
    Column("kid", String(200), nullable=False),
    Column("jwk", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    belongs_to("integration", "integration_id", cascade=True),
    Index("uq_integration_key_kid", "partner_id", "integration_id", "kid", unique=True),
)

# Assertions that were used; each is good once.
integration_assertion = Table(
    "integration_assertion",
    METADATA,
    partner_key(),
    Column("integration_id", Uuid, primary_key=True),
    Column("jti_hash", LargeBinary(32), primary_key=True),
    Column("expires_at", Moment, nullable=False),
    belongs_to("integration", "integration_id", cascade=True),
)

# What an integration still uses of the schema although it will go.
integration_deprecation = Table(
    "integration_deprecation",
    METADATA,
    partner_key(),
    Column("integration_id", Uuid, primary_key=True),
    Column("coordinate", String(200), primary_key=True),
    Column("reason", String(500), nullable=False),
    Column("last_used_at", Moment, nullable=False),
    belongs_to("integration", "integration_id", cascade=True),
)
