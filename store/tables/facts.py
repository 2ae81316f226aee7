"""What the platform tells of clients: expenses, export jobs, and the facts themselves, each counted once."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, String, Table, Uuid, false, text

from store.tables.base import METADATA, Moment, belongs_to, partner_key, words

_UNDOCUMENTED = "exported_at IS NULL AND submitted_at IS NOT NULL"

# What arrived before the expense was submitted stands in a row without month, amount and `submitted_at`.
expense = Table(
    "expense",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    # The expense's name on the platform.
    Column("expense_id", String(64), primary_key=True),
    Column("month", String(7)),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    Column("submitted_at", Moment),
    Column("has_receipt", Boolean, nullable=False, server_default=false()),
    words("review", server_default="NONE"),
    Column("reviewed_at", Moment),
    Column("exported_at", Moment),
    # The facts that said so: older ones change nothing.
    Column("submitted_sequence", BigInteger, nullable=False, server_default="0"),
    Column("reviewed_sequence", BigInteger, nullable=False, server_default="0"),
    belongs_to("client", "client_id"),
    Index(
        "ix_expense_missing_receipt",
        "partner_id",
        "client_id",
        "submitted_at",
        sqlite_where=text(f"has_receipt = 0 AND {_UNDOCUMENTED}"),
        postgresql_where=text(f"NOT has_receipt AND {_UNDOCUMENTED}"),
    ),
    Index(
        "ix_expense_needs_details",
        "partner_id",
        "client_id",
        "reviewed_at",
        sqlite_where=text("review = 'NEEDS_DETAILS'"),
        postgresql_where=text("review = 'NEEDS_DETAILS'"),
    ),
)

export_job = Table(
    "export_job",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    # The job's name on the platform.
    Column("job_id", String(64), primary_key=True),
    words("status"),
    # Unknown of a job that was told to have ended first.
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    belongs_to("client", "client_id"),
    Index(
        "ix_export_job_running",
        "partner_id",
        "client_id",
        "started_at",
        sqlite_where=text("status = 'RUNNING'"),
        postgresql_where=text("status = 'RUNNING'"),
    ),
)

# How far a client's facts are known: all up to `through`, but for the `gaps` that were given up.
client_feed = Table(
    "client_feed",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    Column("through", BigInteger, nullable=False, server_default="0"),
    Column("gaps", JSON, nullable=False),
    # By name, the sequence of the fact that told each thing last.
    Column("registers", JSON, nullable=False),
    belongs_to("client", "client_id"),
)

# One row per fact that came in; those long below `client_feed.through` go again, unless they have a body.
fact = Table(
    "fact",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, primary_key=True),
    # The fact's name on the platform.
    Column("fact_id", String(64), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    words("outcome"),
    Column("reason", String(300)),
    # The `data` of what is held, refused or of an unknown kind.
    Column("body", JSON(none_as_null=True)),
    # Which of the firm's integrations told it; empty for the platform.
    Column("integration_id", Uuid),
    belongs_to("client", "client_id"),
    Index(
        "ix_fact_unknown",
        "partner_id",
        "kind",
        sqlite_where=text("outcome = 'UNKNOWN_KIND'"),
        postgresql_where=text("outcome = 'UNKNOWN_KIND'"),
    ),
)
