"""The firm's own account on the platform, once somebody has asked for it."""

from sqlalchemy import Column, Index, Integer, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, partner_key, words

_CREATING = text("status = 'CREATING'")

# One row at the most for each firm: its key is the firm's alone.
own_company = Table(
    "own_company",
    METADATA,
    partner_key(),
    words("status"),
    # What the platform knows the account by, however often it is asked for it; another one once it has declined.
    Column("reference", Uuid, nullable=False),
    Column("requested_by", Uuid, nullable=False),
    Column("requested_at", Moment, nullable=False),
    # Since when it has its status.
    Column("since", Moment, nullable=False),
    Column("account_number", String(40)),
    Column("failure_reason", String(300)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When the platform is asked; whoever asks puts this off first, so that nobody else asks meanwhile.
    Column("due_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("colleague", "requested_by"),
    Index("ix_own_company_due", "due_at", sqlite_where=_CREATING, postgresql_where=_CREATING),
)
