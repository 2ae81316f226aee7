"""Background work removes answers of idempotency keys that are over, of all partners; nobody else could."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # What is removed has to be found first.
        op.execute(f"CREATE POLICY idempotency_found ON idempotency FOR SELECT USING ({_WORKER})")
        op.execute(f"CREATE POLICY idempotency_over ON idempotency FOR DELETE USING ({_WORKER})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY idempotency_over ON idempotency")
        op.execute("DROP POLICY idempotency_found ON idempotency")
