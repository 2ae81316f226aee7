"""Referrals: firms and companies that a firm has recommended the platform to."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_SENT = text("status = 'SENT'")

referral = Table(
    "referral",
    METADATA,
    partner_key(),
    own_id(),
    words("kind"),
    words("status"),
    # SHA-256 of the secret in the mail.
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("company_name", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("country", String(2), nullable=False),
    Column("registration_number", String(40)),
    Column("message", String(2000)),
    Column("referred_by", Uuid, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    # A company that has become a client of the firm.
    Column("client_id", Uuid),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("colleague", "referred_by"),
    belongs_to("client", "client_id"),
    # One open referral for an address.
    Index("uq_referral_open", "partner_id", "email", unique=True, sqlite_where=_SENT, postgresql_where=_SENT),
    Index("ix_referral_created", "partner_id", "created_at"),
    # Whoever was referred comes with the secret alone, before the partner is known.
    Index("uq_referral_token", "token_hash", unique=True),
)
