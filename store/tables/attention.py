"""What firms set of the attention rules, and what has to be looked at when."""

from sqlalchemy import JSON, Column, Index, Integer, Table, Uuid

from store.tables.base import METADATA, Moment, partner_key, words

attention_rule = Table(
    "attention_rule",
    METADATA,
    partner_key(),
    # `store.attention.ALL_CLIENTS` in the firm's own rules, which hold where a client has none.
    Column("client_id", Uuid, primary_key=True),
    words("kind", primary_key=True),
    # Whole numbers by `domain.vocabulary.AttentionLimit`; what is not named is not set.
    Column("limits", JSON, nullable=False),
    Column("set_by", Uuid),
    Column("set_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)

# A queue: the clock takes what is due, of all partners.
due = Table(
    "due",
    METADATA,
    partner_key(),
    # CLIENT, INVITE, HELD_FACTS, CERTIFICATE, or PARTNER for all clients of a firm
    words("kind", primary_key=True),
    Column("object_id", Uuid, primary_key=True),
    # `domain.attention.END_OF_TIME` where nothing is to come.
    Column("at", Moment, nullable=False),
    # As of when it was judged when that changed something.
    Column("seen_at", Moment),
    Index("ix_due_at", "at"),
)
