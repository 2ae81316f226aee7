"""Applications of firms, and the platform as a tenant of its own to whom they belong."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from domain.platform import PLATFORM
from store.tables.base import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
_PRESENTED = "encode(token_hash, 'hex') = nullif(current_setting('gateway.token_hash', true), '')"


def upgrade() -> None:
    _add_platform()
    op.create_table(
        "application",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("contact_name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("firm_name", sa.String(200)),
        sa.Column("country", sa.String(2)),
        sa.Column("registration_number", sa.String(40)),
        sa.Column("phone", sa.String(40)),
        sa.Column("client_count", sa.Integer()),
        sa.Column("client_invite", sa.JSON()),
        sa.Column("agreement_version", sa.String(40)),
        sa.Column("reason", sa.String(500)),
        sa.Column("became_id", sa.Uuid()),
        sa.Column("firm_told_at", Moment()),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("send_count", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("watched_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_application_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "id", name="pk_application"),
    )
    op.create_index("ix_application_status", "application", ["partner_id", "status", "id"])
    op.create_index("ix_application_email", "application", ["partner_id", "email", "id"])
    op.create_index("ix_application_firm", "application", ["partner_id", "country", "registration_number"])
    op.create_index("uq_application_token", "application", ["token_hash"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE application ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE application FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY application_tenant ON application USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"CREATE POLICY application_sign_in ON application FOR SELECT USING ({_PRESENTED})")


def downgrade() -> None:
    # The platform stays: its journal cannot be removed, and needs it.
    op.drop_table("application")


def _add_platform() -> None:
    """Its country is none, so that no firm can have its number; whom row-level security binds, steps in first."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text(f"SELECT set_config('gateway.partner_id', '{PLATFORM}', true)"))
    partner = sa.table(
        "partner", sa.column("id", sa.Uuid()), *map(sa.column, _TEXTS), sa.column("created_at", Moment())
    )
    known = bind.execute(sa.select(partner.c.id).where(partner.c.id == PLATFORM)).first()
    if known is None:
        bind.execute(partner.insert().values(id=PLATFORM, created_at=_SINCE, **_TEXTS))
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text("SELECT set_config('gateway.partner_id', '', true)"))


_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_TEXTS = {
    "name": "The platform",
    "legal_name": "The platform",
    "country": "ZZ",
    "registration_number": "PLATFORM",
    "currency": "EUR",
    "time_zone": "UTC",
}
