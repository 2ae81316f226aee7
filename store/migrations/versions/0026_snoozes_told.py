"""Whether streams were told that a signal is set aside; of those that are, they are taken to have been told."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signal", sa.Column("told_aside", sa.Boolean(), nullable=False, server_default=sa.false()))
    _walls("NO FORCE")
    op.execute("UPDATE signal SET told_aside = true WHERE snoozed_until IS NOT NULL")
    _walls("FORCE")


def downgrade() -> None:
    op.drop_column("signal", "told_aside")


def _walls(how: str) -> None:
    """The walls stand also against their owner, who has to open them to look at all partners' rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE signal {how} ROW LEVEL SECURITY")
