"""Where what the audit trail tells of came from, beside the chain, which has its hash."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("origin_hash", sa.LargeBinary(32)))
    op.add_column("audit_detail", sa.Column("origin_salt", sa.LargeBinary(16)))
    op.add_column("audit_detail", sa.Column("origin", sa.JSON()))


def downgrade() -> None:
    op.drop_column("audit_detail", "origin")
    op.drop_column("audit_detail", "origin_salt")
    op.drop_column("audit_entry", "origin_hash")
