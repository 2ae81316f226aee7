"""Digests that colleagues choose, and the mails that carry them."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
_WAITING = sa.text("status = 'QUEUED'")


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("last_at", Moment()),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_digest_partner_id"),
        sa.ForeignKeyConstraint(
            ["partner_id", "colleague_id"],
            ["colleague.partner_id", "colleague.id"],
            name="fk_digest_partner_id_colleague_id",
        ),
        sa.PrimaryKeyConstraint("partner_id", "id", name="pk_digest"),
    )
    op.create_index("uq_digest_choice", "digest", ["partner_id", "colleague_id", "client_id"], unique=True)
    op.create_index("ix_digest_client", "digest", ["partner_id", "client_id"])
    op.add_column("mail", sa.Column("digest_id", sa.Uuid()))
    op.create_index(
        "ix_mail_digest", "mail", ["partner_id", "digest_id"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE digest ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE digest FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY digest_tenant ON digest USING ({_OWN}) WITH CHECK ({_OWN})")


def downgrade() -> None:
    op.drop_index("ix_mail_digest", "mail")
    op.drop_column("mail", "digest_id")
    op.drop_table("digest")
    _forget_what_is_due()


def _forget_what_is_due() -> None:
    """Of all partners; their wall stands also against its owner, who has to open it for that."""
    is_walled = op.get_bind().dialect.name == "postgresql"
    if is_walled:
        op.execute("ALTER TABLE due NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM due WHERE kind = 'DIGEST'")
    if is_walled:
        op.execute("ALTER TABLE due FORCE ROW LEVEL SECURITY")
