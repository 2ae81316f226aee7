"""Grant requests, connect links, what inbound invites offer, references, tags and notes of clients."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.tables.base import SORTED_TEXT, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("client_note", "client_tag", "connect_link", "grant_request")
BY_SECRET = ("connect_link", "grant_request")


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    inbound = sa.text("kind = 'INBOUND' AND status = 'RECEIVED'")
    _open_one("uq_invite_open_inbound", "invite", ["country", "registration_number"], inbound)
    _notes_and_tags()
    _connect_links()
    _grant_requests()
    if op.get_bind().dialect.name == "postgresql":
        _walls()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_invite_open_inbound", "invite")
    for table, column in _columns():
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("invite", sa.Column("offered_level", sa.String(40))),
        ("invite", sa.Column("offered_grants", sa.Integer(), nullable=False, server_default="0")),
        ("invite", sa.Column("account_number", sa.String(40))),
        ("invite", sa.Column("is_verified", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("client", sa.Column("external_reference", sa.String(100))),
        ("client", sa.Column("onboarding_answer", sa.String(2000))),
    ]


def _notes_and_tags() -> None:
    op.create_table(
        "client_note",
        *_keys("client_note"),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        _belongs("client_note", "client_id", "client"),
        _belongs("client_note", "written_by", "colleague"),
    )
    op.create_index("ix_client_note_client", "client_note", ["partner_id", "client_id", "id"])
    op.create_table(
        "client_tag",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("tag_key", SORTED_TEXT, nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(50), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_client_tag_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "tag_key", "client_id", name="pk_client_tag"),
        _belongs("client_tag", "client_id", "client", ondelete="CASCADE"),
    )
    op.create_index("ix_client_tag_client", "client_tag", ["partner_id", "client_id"])


def _connect_links() -> None:
    op.create_table(
        "connect_link",
        *_keys("connect_link"),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("company_name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("registration_number", sa.String(40), nullable=False),
        sa.Column("company_size", sa.String(40), nullable=False),
        sa.Column("created_by", sa.Uuid()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("invite_id", sa.Uuid()),
        _belongs("connect_link", "created_by", "colleague"),
        _belongs("connect_link", "invite_id", "invite"),
    )
    unused = sa.text("used_at IS NULL")
    _open_one("uq_connect_link_open", "connect_link", ["country", "registration_number"], unused)
    op.create_index("uq_connect_link_token", "connect_link", ["token_hash"], unique=True)


def _grant_requests() -> None:
    op.create_table(
        "grant_request",
        *_keys("grant_request"),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("grant", sa.String(40), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("message", sa.String(2000)),
        sa.Column("token_hash", sa.LargeBinary(32)),
        sa.Column("requested_by", sa.Uuid()),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("reason", sa.String(500)),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _belongs("grant_request", "client_id", "client"),
        _belongs("grant_request", "requested_by", "colleague"),
        _belongs("grant_request", "answered_by", "colleague"),
    )
    _open_one("uq_grant_request_pending", "grant_request", ["client_id", "grant"], sa.text("status = 'PENDING'"))
    op.create_index("ix_grant_request_client", "grant_request", ["partner_id", "client_id", "id"])
    op.create_index("uq_grant_request_token", "grant_request", ["token_hash"], unique=True)


def _keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=f"fk_{table}_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "id", name=f"pk_{table}"),
    ]


def _belongs(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_partner_id_{column}"
    key, theirs = ["partner_id", column], [f"{other}.partner_id", f"{other}.id"]
    return sa.ForeignKeyConstraint(key, theirs, name=name, ondelete=ondelete)


def _open_one(name: str, table: str, columns: list[str], condition: sa.TextClause) -> None:
    keys = ["partner_id", *columns]
    op.create_index(name, table, keys, unique=True, sqlite_where=condition, postgresql_where=condition)


def _walls() -> None:
    own = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({own}) WITH CHECK ({own})")
    presented = "encode(token_hash, 'hex') = nullif(current_setting('gateway.token_hash', true), '')"
    for table in BY_SECRET:
        op.execute(f"CREATE POLICY {table}_sign_in ON {table} FOR SELECT USING ({presented})")
