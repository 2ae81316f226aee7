"""Grant requests know that the mail with which they were asked came back."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("grant_request", sa.Column("bounced_at", Moment()))


def downgrade() -> None:
    op.drop_column("grant_request", "bounced_at")
