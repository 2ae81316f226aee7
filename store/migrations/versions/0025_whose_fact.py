"""Which integration told a fact, so that what is kept is judged by who told it; of older ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fact", sa.Column("integration_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("fact", "integration_id")
