"""A partner's events are read by position alone, which is the order of its commits."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outbox_event_place", "outbox_event", ["partner_id", "position"])
    op.drop_index("ix_outbox_event_partner", "outbox_event")


def downgrade() -> None:
    op.create_index("ix_outbox_event_partner", "outbox_event", ["partner_id", "transaction_id", "position"])
    op.drop_index("ix_outbox_event_place", "outbox_event")
