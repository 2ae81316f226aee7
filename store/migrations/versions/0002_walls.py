"""What the database itself enforces: tenants kept apart on PostgreSQL, an append-only audit trail on both."""

from alembic import context, op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "assignment",
    "assignment_source",
    "audit_detail",
    "audit_entry",
    "client",
    "client_word",
    "colleague",
    "handover",
    "idempotency",
    "integration",
    "invite",
    "invoice",
    "mail",
    "month_figure",
    "outbox_event",
    "signal",
    "subscription",
    "team",
    "team_client",
    "team_member",
)


def _key(name: str) -> str:
    return f"nullif(current_setting('gateway.{name}', true), '')"


_IS_COLLEAGUE = (
    f"(issuer = {_key('issuer')} AND subject = {_key('subject')}) OR (subject IS NULL AND email = {_key('email')})"
)

# Rows that are looked up before a tenant is known, each opened by something only its owner can present.
SIGN_IN_POLICIES = {
    "colleague": _IS_COLLEAGUE,
    "partner": f"id IN (SELECT partner_id FROM colleague WHERE status = 'ACTIVE' AND ({_IS_COLLEAGUE}))",  # noqa: S608
    "integration": f"issuer = {_key('issuer')} AND client_id = {_key('client_id')}",
    "invite": f"encode(token_hash, 'hex') = {_key('token_hash')}",
    "handover": f"encode(token_hash, 'hex') = {_key('token_hash')}",
}

# What background work carries out for all tenants; no request ever presents this key.
WORKER_TABLES = ("mail", "outbox_event")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _append_only_sqlite()
        return
    _wall("partner", "id")
    for table in TENANT_TABLES:
        _wall(table, "partner_id")
    for table, condition in SIGN_IN_POLICIES.items():
        op.execute(f"CREATE POLICY {table}_sign_in ON {table} FOR SELECT USING ({condition})")
    for table in WORKER_TABLES:
        op.execute(f"CREATE POLICY {table}_worker ON {table} USING ({_key('worker')} = 'on')")
    _append_only_postgres()
    role = context.config.attributes.get("role")
    if role:
        _application_role(role)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{event}")
        return
    op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
    op.execute("DROP FUNCTION gateway_refuse_change()")
    for table in WORKER_TABLES:
        op.execute(f"DROP POLICY {table}_worker ON {table}")
    for table in SIGN_IN_POLICIES:
        op.execute(f"DROP POLICY {table}_sign_in ON {table}")
    for table in ("partner", *TENANT_TABLES):
        op.execute(f"DROP POLICY {table}_tenant ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _wall(table: str, column: str) -> None:
    own = f"{column} = {_key('partner_id')}::uuid"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({own}) WITH CHECK ({own})")


def _append_only_sqlite() -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_no_{event.lower()} BEFORE {event} ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def _append_only_postgres() -> None:
    op.execute(
        "CREATE FUNCTION gateway_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION gateway_refuse_change()"
    )


def _application_role(role: str) -> None:
    """Creates the role that the server acts as; roles are shared by all databases of a server."""
    name = op.get_bind().dialect.identifier_preparer.quote(role)
    bind = op.get_bind()
    if not bind.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}):
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN NOBYPASSRLS; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    op.execute(f"GRANT {name} TO CURRENT_USER")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
    op.execute(f"REVOKE UPDATE, DELETE ON audit_entry FROM {name}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {name}")
