"""Applications know that their newest mail came back."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("bounced_at", Moment()))


def downgrade() -> None:
    op.drop_column("application", "bounced_at")
