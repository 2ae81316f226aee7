"""Invites whose INVITE_STALE somebody has set aside."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invite", sa.Column("snoozed_until", Moment(), nullable=True))
    op.add_column("invite", sa.Column("snoozed_by", sa.Uuid(), nullable=True))
    op.add_column("invite", sa.Column("snooze_reason", sa.String(500), nullable=True))


def downgrade() -> None:
    for name in ("snooze_reason", "snoozed_by", "snoozed_until"):
        op.drop_column("invite", name)
