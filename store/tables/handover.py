"""Hand-overs: one-time, short-lived links into a client's account."""

from sqlalchemy import Column, Index, LargeBinary, Table, Uuid

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

handover = Table(
    "handover",
    METADATA,
    partner_key(),
    own_id(),
    Column("client_id", Uuid, nullable=False),
    Column("colleague_id", Uuid, nullable=False),
    words("target"),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "colleague_id"),
    Index("uq_handover_token", "token_hash", unique=True),
)
