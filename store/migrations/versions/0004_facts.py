"""What the platform tells of clients: expenses, export jobs, and the facts themselves."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("expense", "export_job", "client_feed", "fact")
SINCE = ("low_since", "billing_blocked_since", "integration_broken_since")

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
# What is held too long is let go by background work for all tenants.
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"


def upgrade() -> None:
    for name in SINCE:
        op.add_column("client", sa.Column(name, Moment(), nullable=True))
    op.create_index("ix_client_account", "client", ["partner_id", "account_number"])
    op.add_column("invoice", sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False))
    _expense()
    _export_job()
    _of_client(
        "client_feed",
        sa.Column("through", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("registers", sa.JSON(), nullable=False),
    )
    _fact()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"CREATE POLICY fact_worker ON fact FOR SELECT USING ({_WORKER})")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("invoice", "sequence")
    op.drop_index("ix_client_account", "client")
    for name in reversed(SINCE):
        op.drop_column("client", name)


def _of_client(table: str, *columns: sa.Column[object], key: str | None = None) -> None:
    op.create_table(
        table,
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f(f"fk_{table}_partner_id_client_id"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f(f"fk_{table}_partner_id")),
        sa.PrimaryKeyConstraint("partner_id", "client_id", *([key] if key else []), name=op.f(f"pk_{table}")),
    )


def _expense() -> None:
    _of_client(
        "expense",
        sa.Column("expense_id", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("has_receipt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("review", sa.String(length=40), server_default="NONE", nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=True),
        sa.Column("exported_at", Moment(), nullable=True),
        sa.Column("submitted_sequence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reviewed_sequence", sa.BigInteger(), server_default="0", nullable=False),
        key="expense_id",
    )
    open_still = "exported_at IS NULL AND submitted_at IS NOT NULL"
    op.create_index(
        "ix_expense_missing_receipt",
        "expense",
        ["partner_id", "client_id", "submitted_at"],
        sqlite_where=sa.text(f"has_receipt = 0 AND {open_still}"),
        postgresql_where=sa.text(f"NOT has_receipt AND {open_still}"),
    )
    _partial(
        "ix_expense_needs_details", "expense", ["partner_id", "client_id", "reviewed_at"], "review", "NEEDS_DETAILS"
    )


def _export_job() -> None:
    _of_client(
        "export_job",
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False),
        key="job_id",
    )
    _partial("ix_export_job_running", "export_job", ["partner_id", "client_id", "started_at"], "status", "RUNNING")


def _fact() -> None:
    _of_client(
        "fact",
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        key="sequence",
    )
    _partial("ix_fact_held", "fact", ["partner_id", "received_at"], "outcome", "HELD")
    _partial("ix_fact_unknown", "fact", ["partner_id", "kind"], "outcome", "UNKNOWN_KIND")


def _partial(name: str, table: str, columns: list[str], column: str, word: str) -> None:
    condition = sa.text(f"{column} = '{word}'")
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
