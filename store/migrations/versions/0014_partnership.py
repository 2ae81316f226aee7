"""Partner tiers, the ledger of their points, and referrals; the clock looks at every firm that is there already."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("partnership", "referral", "points_entry")

_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
_PRESENTED = "encode(token_hash, 'hex') = nullif(current_setting('gateway.token_hash', true), '')"
# A new firm is of another partner than the referral that brought it: the clock finds whose that is.
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"
_SENT = sa.text("status = 'SENT'")


def upgrade() -> None:
    op.create_table(
        "partnership",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("falls_at", Moment()),
        sa.Column("closed_month", sa.String(7), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_partnership_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", name="pk_partnership"),
    )
    _referrals()
    _points()
    _look_at_all_firms()
    if op.get_bind().dialect.name == "postgresql":
        _walls()


def downgrade() -> None:
    with _opened("due"):
        op.execute("DELETE FROM due WHERE kind IN ('PARTNERSHIP', 'REFERRAL', 'JOINED_REFERRAL')")
    for table in reversed(TABLES):
        op.drop_table(table)


def _referrals() -> None:
    op.create_table(
        "referral",
        *_keys("referral"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("company_name", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("registration_number", sa.String(40)),
        sa.Column("message", sa.String(2000)),
        sa.Column("referred_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _belongs("referral", "referred_by", "colleague"),
        _belongs("referral", "client_id", "client"),
    )
    own = ["partner_id", "email"]
    op.create_index("uq_referral_open", "referral", own, unique=True, sqlite_where=_SENT, postgresql_where=_SENT)
    op.create_index("ix_referral_created", "referral", ["partner_id", "created_at"])
    op.create_index("uq_referral_token", "referral", ["token_hash"], unique=True)


def _points() -> None:
    op.create_table(
        "points_entry",
        *_keys("points_entry"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("cause", sa.String(80), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("colleague_id", sa.Uuid()),
        sa.Column("referral_id", sa.Uuid()),
        sa.Column("month", sa.String(7)),
        sa.Column("clients", sa.Integer()),
        _belongs("points_entry", "client_id", "client"),
        _belongs("points_entry", "colleague_id", "colleague"),
        _belongs("points_entry", "referral_id", "referral"),
    )
    op.create_index("uq_points_entry_cause", "points_entry", ["partner_id", "kind", "cause"], unique=True)
    op.create_index("ix_points_entry_at", "points_entry", ["partner_id", "at", "id"])
    op.create_index("ix_points_entry_expires", "points_entry", ["partner_id", "expires_at"])


def _keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=f"fk_{table}_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "id", name=f"pk_{table}"),
    ]


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_partner_id_{column}"
    return sa.ForeignKeyConstraint(["partner_id", column], [f"{other}.partner_id", f"{other}.id"], name=name)


def _look_at_all_firms() -> None:
    with _opened("partner", "due"):
        op.execute(
            "INSERT INTO due (partner_id, kind, object_id, at) SELECT id, 'PARTNERSHIP', id, created_at FROM partner"
        )


@contextmanager
def _opened(*tables: str) -> Iterator[None]:
    """Walls stand also against the tables' owner, who has to open them to reach the rows of all firms."""
    walled = tables if op.get_bind().dialect.name == "postgresql" else ()
    for table in walled:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in walled:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _walls() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
    op.execute(f"CREATE POLICY referral_sign_in ON referral FOR SELECT USING ({_PRESENTED})")
    op.execute(f"CREATE POLICY referral_worker ON referral FOR SELECT USING ({_WORKER})")
