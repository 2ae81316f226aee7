"""Since when open invites ask for attention; those that are open already are looked at by the next clock."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invite", sa.Column("stale_since", Moment(), nullable=True))
    own = "FROM invite WHERE invite.partner_id = due.partner_id AND invite.id = due.object_id"
    _walls("NO FORCE")
    waiting = f"kind = 'INVITE' AND EXISTS (SELECT 1 {own})"
    op.execute(f"UPDATE due SET at = (SELECT sent_at {own}) WHERE {waiting}")  # noqa: S608
    _walls("FORCE")


def downgrade() -> None:
    op.drop_column("invite", "stale_since")


def _walls(how: str) -> None:
    """The walls stand also against their owner, who has to open them to look at all partners' rows."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("due", "invite"):
            op.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
