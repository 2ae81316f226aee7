"""Whoever brings facts of all firms finds the firm they are about; held facts wait in the queue of what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"
_HELD = sa.text("outcome = 'HELD'")


def upgrade() -> None:
    op.drop_index("ix_fact_held", "fact")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY fact_worker ON fact")
        op.execute(f"CREATE POLICY partner_worker ON partner FOR SELECT USING ({_WORKER})")


def downgrade() -> None:
    op.create_index("ix_fact_held", "fact", ["partner_id", "received_at"], sqlite_where=_HELD, postgresql_where=_HELD)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY partner_worker ON partner")
        op.execute(f"CREATE POLICY fact_worker ON fact FOR SELECT USING ({_WORKER})")
