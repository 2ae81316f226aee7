"""Applications know the referral that brought them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("referral_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("application", "referral_id")
