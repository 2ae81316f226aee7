"""Integrations with secrets, keys, a restriction to clients and an end; the keys that sign their tokens."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# From the last to the first that others point at.
TABLES = ("integration_deprecation", "integration_assertion", "integration_key", "integration_client")
# What signing in looks at; more than before, so that whoever still runs the code of before finds its own.
_COLUMNS = "partner_id uuid, id uuid, scopes text"
_MORE = "is_enabled boolean, is_restricted boolean, expires_at timestamptz, generation int"
# What is set is taken back: a SET clause, which would do so by itself, takes a superuser to declare.
_MACHINE = """
CREATE FUNCTION gateway_machine(own_issuer text, own_client_id text)
RETURNS TABLE ({returned}) LANGUAGE plpgsql SECURITY INVOKER AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('gateway.issuer', own_issuer, true), set_config('gateway.client_id', own_client_id, true);
    RETURN QUERY
        SELECT i.partner_id, i.id, i.scopes::text{selected} FROM integration i
        WHERE i.issuer = own_issuer AND i.client_id = own_client_id AND i.is_enabled;
    PERFORM set_config('gateway.issuer', '', true), set_config('gateway.client_id', '', true);
END $$
"""
_PARTNER = "nullif(current_setting('gateway.partner_id', true), '')::uuid"
_SELECTED = ", i.is_enabled, i.is_restricted, i.expires_at, i.generation, i.old_secret_ends_at"
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("is_restricted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("secret_since", Moment(), nullable=True),
        sa.Column("old_secret_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("old_secret_ends_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
    ]


def upgrade() -> None:
    for column in _columns():
        op.add_column("integration", column)
    _tables()
    op.create_table(
        "signing_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signs_from", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_signing_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _sign_in(f"{_COLUMNS}, {_MORE}, old_secret_ends_at timestamptz", _SELECTED)
        for table in TABLES:
            _wall(table, f"{table}_tenant", f"partner_id = {_PARTNER}")
        _wall("signing_key", "signing_key_worker", _WORKER)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _sign_in(_COLUMNS, "")
    op.drop_table("signing_key")
    for table in TABLES:
        op.drop_table(table)
    for column in reversed(_columns()):
        op.drop_column("integration", column.name)


def _sign_in(returned: str, selected: str) -> None:
    op.execute("DROP FUNCTION gateway_machine")
    op.execute(_MACHINE.format(returned=returned, selected=selected))


def _wall(table: str, policy: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {policy} ON {table} USING ({condition}) WITH CHECK ({condition})")


def _tables() -> None:
    op.create_table(
        "integration_client",
        *_owned("integration_client"),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id", "client_id"],
            ["client.partner_id", "client.id"],
            name=op.f("fk_integration_client_partner_id_client_id"),
            ondelete="CASCADE",
        ),
        _key("integration_client", "integration_id", "client_id"),
    )
    op.create_index("ix_integration_client_client", "integration_client", ["partner_id", "client_id"])
    op.create_table(
        "integration_key",
        *_owned("integration_key"),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=200), nullable=False),
        sa.Column("jwk", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        _key("integration_key", "id"),
    )
    op.create_index("uq_integration_key_kid", "integration_key", ["partner_id", "integration_id", "kid"], unique=True)
    op.create_table(
        "integration_assertion",
        *_owned("integration_assertion"),
        sa.Column("jti_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        _key("integration_assertion", "integration_id", "jti_hash"),
    )
    op.create_table(
        "integration_deprecation",
        *_owned("integration_deprecation"),
        sa.Column("coordinate", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("last_used_at", Moment(), nullable=False),
        _key("integration_deprecation", "integration_id", "coordinate"),
    )


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """What each of them has: the partner, and the integration that it goes with."""
    return [
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("integration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f(f"fk_{table}_partner_id")),
        sa.ForeignKeyConstraint(
            ["partner_id", "integration_id"],
            ["integration.partner_id", "integration.id"],
            name=op.f(f"fk_{table}_partner_id_integration_id"),
            ondelete="CASCADE",
        ),
    ]


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("partner_id", *columns, name=op.f(f"pk_{table}"))
