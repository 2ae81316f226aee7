"""Digests that colleagues have chosen: of one client, or of all that they see."""

from sqlalchemy import Column, Date, Index, Table, Uuid

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

# There is no row for a digest that nobody wants.
digest = Table(
    "digest",
    METADATA,
    partner_key(),
    own_id(),
    Column("colleague_id", Uuid, nullable=False),
    # `store.attention.ALL_CLIENTS` in the digest of the whole portfolio.
    Column("client_id", Uuid, nullable=False),
    # DAILY, WEEKLY or MONTHLY
    words("frequency"),
    # The firm's day up to which all is done, so that each day's digest is sent at most once.
    Column("done_on", Date, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("last_at", Moment),
    belongs_to("colleague", "colleague_id"),
    Index("uq_digest_choice", "partner_id", "colleague_id", "client_id", unique=True),
    Index("ix_digest_client", "partner_id", "client_id"),
)
