"""Rules that firms set, what has to be looked at when, and who set the threshold of a signal."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("attention_rule", "due")

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
# The clock takes what is due of all partners; ids and moments are all that it can see there.
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"


def upgrade() -> None:
    op.add_column("signal", sa.Column("source", sa.String(40), nullable=False, server_default="PRODUCT"))
    op.add_column("signal", sa.Column("snoozed_level", sa.SmallInteger()))
    op.create_table(
        "attention_rule",
        *_keys("attention_rule", client_id=sa.Uuid(), kind=sa.String(40)),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.Uuid()),
        sa.Column("set_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.create_table(
        "due",
        *_keys("due", kind=sa.String(40), object_id=sa.Uuid()),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seen_at", Moment()),
    )
    op.create_index("ix_due_at", "due", ["at"])
    _look_at("client", "CLIENT", "created_at", "true")
    _look_at("invite", "INVITE", "expires_at", "status IN ('SENT', 'RECEIVED')")
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"CREATE POLICY due_worker ON due USING ({_WORKER})")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("signal", "snoozed_level")
    op.drop_column("signal", "source")


def _keys(table: str, **columns: sa.types.TypeEngine[Any]) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, type_, nullable=False) for name, type_ in columns.items()),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=f"fk_{table}_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", *columns, name=f"pk_{table}"),
    ]


def _look_at(table: str, kind: str, moment: str, condition: str) -> None:
    """Files all rows of all partners; their wall stands also against its owner, who has to open it for that."""
    is_walled = op.get_bind().dialect.name == "postgresql"
    if is_walled:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    rows = f"SELECT partner_id, '{kind}', id, {moment} FROM {table} WHERE {condition}"  # noqa: S608
    op.execute(f"INSERT INTO due (partner_id, kind, object_id, at) {rows}")
    if is_walled:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
