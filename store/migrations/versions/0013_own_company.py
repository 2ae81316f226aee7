"""The firm's own account on the platform, and the queue of those that the platform is to be asked for."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CREATING = sa.text("status = 'CREATING'")


def upgrade() -> None:
    op.create_table(
        "own_company",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("account_number", sa.String(40)),
        sa.Column("failure_reason", sa.String(300)),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_own_company_partner_id"),
        sa.ForeignKeyConstraint(
            ["partner_id", "requested_by"],
            ["colleague.partner_id", "colleague.id"],
            name="fk_own_company_partner_id_requested_by",
        ),
        sa.PrimaryKeyConstraint("partner_id", name="pk_own_company"),
    )
    op.create_index("ix_own_company_due", "own_company", ["due_at"], sqlite_where=_CREATING, postgresql_where=_CREATING)
    if op.get_bind().dialect.name == "postgresql":
        _walls()


def downgrade() -> None:
    op.drop_table("own_company")


def _walls() -> None:
    op.execute("ALTER TABLE own_company ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE own_company FORCE ROW LEVEL SECURITY")
    own = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
    op.execute(f"CREATE POLICY own_company_tenant ON own_company USING ({own}) WITH CHECK ({own})")
    # Who asks the platform does so for all firms.
    works = "nullif(current_setting('gateway.worker', true), '') = 'on'"
    op.execute(f"CREATE POLICY own_company_worker ON own_company USING ({works})")
