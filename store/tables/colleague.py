"""Colleagues: a person's membership in one partner."""

from sqlalchemy import Column, Index, Integer, String, Table, text

from store.tables.base import METADATA, SORTED_TEXT, Moment, own_id, partner_key, words

colleague = Table(
    "colleague",
    METADATA,
    partner_key(),
    own_id(),
    Column("name", String(200), nullable=False),
    Column("name_key", SORTED_TEXT, nullable=False),
    Column("email", String(254), nullable=False),
    Column("job_title", String(100)),
    words("role"),
    words("status"),
    Column("issuer", String(300)),
    Column("subject", String(300)),
    Column("invited_at", Moment),
    Column("activated_at", Moment),
    Column("deactivated_at", Moment),
    Column("last_seen_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("uq_colleague_email", "partner_id", "email", unique=True),
    Index("uq_colleague_person", "partner_id", "issuer", "subject", unique=True),
    Index("ix_colleague_name", "partner_id", "name_key", "id"),
    # Sign-in looks a person up before the partner is known.
    Index("ix_colleague_subject", "issuer", "subject"),
    Index(
        "ix_colleague_unbound_email",
        "email",
        sqlite_where=text("subject IS NULL"),
        postgresql_where=text("subject IS NULL"),
    ),
)
