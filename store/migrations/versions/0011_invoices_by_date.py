"""An index for pages of all invoices of a firm, newest first."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_invoice_issued", "invoice", ["partner_id", "issued_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_invoice_issued", "invoice")
