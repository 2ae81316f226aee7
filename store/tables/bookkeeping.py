"""Bookkeeping facts: months of expenses, and one signal row per client and kind (level 0 while quiet)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Uuid,
    false,
    text,
)

from store.tables.base import METADATA, SORTED_TEXT, Moment, belongs_to, partner_key, words

_BEHIND = text("exported_count < submitted_count")

month_figure = Table(
    "month_figure",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("currency", String(3), nullable=False),
    Column("submitted_count", Integer, nullable=False),
    Column("submitted_minor", BigInteger, nullable=False),
    Column("exported_count", Integer, nullable=False),
    Column("exported_minor", BigInteger, nullable=False),
    Column("ready_count", Integer, nullable=False, server_default="0"),
    Column("missing_receipts", Integer, nullable=False, server_default="0"),
    belongs_to("client", "client_id"),
    Index("ix_month_figure_month", "partner_id", "month", "client_id"),
    Index("ix_month_figure_behind", "partner_id", "month", "client_id", sqlite_where=_BEHIND, postgresql_where=_BEHIND),
)

# Every client has a row of every kind, so that ordering by a kind is one index scan for all clients.
signal = Table(
    "signal",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    words("kind", primary_key=True),
    Column("name_key", SORTED_TEXT, nullable=False),
    Column("level", SmallInteger, nullable=False, server_default="0"),
    Column("count", Integer, nullable=False, server_default="0"),
    Column("amount_minor", BigInteger, nullable=False, server_default="0"),
    # Most first when ascending; columns, because PostgreSQL lets no row comparison over an expression into an index
    # scan behind row-level security.
    Column("count_rank", Integer, Computed("-count", persisted=True)),
    Column("amount_rank", BigInteger, Computed("-amount_minor", persisted=True)),
    Column("currency", String(3), nullable=False),
    # `domain.attention.END_OF_TIME` while quiet
    Column("since", Moment, nullable=False),
    Column("rule", String(300), nullable=False, server_default=""),
    Column("threshold", String(100), nullable=False, server_default=""),
    # Who set the threshold that fired.
    words("source", server_default="PRODUCT"),
    Column("facts_at", Moment),
    Column("snoozed_until", Moment),
    # The level at which it was set aside: a worse one wakes it.
    Column("snoozed_level", SmallInteger),
    Column("snoozed_by", Uuid),
    Column("snooze_reason", String(500)),
    # Whether it was set aside when this was last told: what differs is news.
    Column("told_aside", Boolean, nullable=False, server_default=false()),
    belongs_to("client", "client_id"),
    Index("ix_signal_count", "partner_id", "kind", "count_rank", "name_key", "client_id"),
    Index("ix_signal_amount", "partner_id", "kind", "currency", "amount_rank", "name_key", "client_id"),
    Index("ix_signal_since", "partner_id", "kind", "since", "name_key", "client_id"),
    Index(
        "ix_signal_live",
        "partner_id",
        "kind",
        "client_id",
        sqlite_where=text("level > 0"),
        postgresql_where=text("level > 0"),
    ),
)
