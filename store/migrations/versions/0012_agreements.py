"""The partner agreements of firms."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("agreed_at", Moment(), nullable=False),
        sa.Column("signatory_name", sa.String(200), nullable=False),
        sa.Column("signatory_email", sa.String(254), nullable=False),
        sa.Column("application_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_agreement_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "id", name="pk_agreement"),
    )
    op.create_index("ix_agreement_agreed", "agreement", ["partner_id", "agreed_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE agreement ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE agreement FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY agreement_tenant ON agreement USING ({_OWN}) WITH CHECK ({_OWN})")


def downgrade() -> None:
    op.drop_table("agreement")
