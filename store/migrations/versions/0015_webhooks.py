"""Webhooks of integrations, with the queue and log of their deliveries."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("webhook_delivery", "webhook")
_PARTNER = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"
_WAITING = sa.text("status = 'QUEUED'")


def upgrade() -> None:
    _webhook()
    _delivery()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({_PARTNER}) WITH CHECK ({_PARTNER})")
            op.execute(f"CREATE POLICY {table}_worker ON {table} USING ({_WORKER})")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("integration_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("stopped_because", sa.String(length=40), nullable=True),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("secret_since", Moment(), nullable=False),
        sa.Column("old_sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_ends_at", Moment(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failing_since", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        *_owned("webhook", "integration"),
    )
    op.create_index("ix_webhook_integration", "webhook", ["partner_id", "integration_id", "id"])


def _delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("event_kind", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("lane", sa.Uuid(), nullable=False),
        sa.Column("cursor", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("excerpt", sa.String(length=200), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=True),
        *_owned("webhook_delivery", "webhook"),
    )
    for name, columns, waiting in (
        ("log", ["webhook_id", "queued_at", "id"], False),
        ("newest", ["queued_at", "id"], False),
        ("lane", ["webhook_id", "lane", "position"], True),
        ("due", ["webhook_id", "due_at"], True),
    ):
        where = _WAITING if waiting else None
        index = (f"ix_webhook_delivery_{name}", "webhook_delivery", ["partner_id", *columns])
        op.create_index(*index, sqlite_where=where, postgresql_where=where)


def _owned(table: str, owner: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f(f"fk_{table}_partner_id")),
        sa.ForeignKeyConstraint(
            ["partner_id", f"{owner}_id"],
            [f"{owner}.partner_id", f"{owner}.id"],
            name=op.f(f"fk_{table}_partner_id_{owner}_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partner_id", "id", name=op.f(f"pk_{table}")),
    ]
