"""Signing in on PostgreSQL: functions that set the keys, for themselves alone, and answer what these open."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The caller's rights and row-level security hold. What is set is taken back: a SET clause, which would do so by itself,
# may not be declared by a login that is no superuser.
_MEMBERSHIPS = """
CREATE FUNCTION gateway_memberships(own_issuer text, own_subject text, own_email text)
RETURNS TABLE (
    partner_id uuid, id uuid, role text, subject text, partner_name text, bookkeepers_may_invite boolean
) LANGUAGE plpgsql SECURITY INVOKER AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('gateway.issuer', own_issuer, true),
        set_config('gateway.subject', own_subject, true), set_config('gateway.email', own_email, true);
    RETURN QUERY
        SELECT c.partner_id, c.id, c.role::text, c.subject::text, p.name::text, p.bookkeepers_may_invite
        FROM colleague c JOIN partner p ON p.id = c.partner_id
        WHERE c.status = 'ACTIVE'
            AND ((c.issuer = own_issuer AND c.subject = own_subject) OR (c.subject IS NULL AND c.email = own_email))
        ORDER BY c.partner_id;
    PERFORM set_config('gateway.issuer', '', true),
        set_config('gateway.subject', '', true), set_config('gateway.email', '', true);
END $$
"""
_MACHINE = """
CREATE FUNCTION gateway_machine(own_issuer text, own_client_id text)
RETURNS TABLE (partner_id uuid, id uuid, scopes text) LANGUAGE plpgsql SECURITY INVOKER AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('gateway.issuer', own_issuer, true), set_config('gateway.client_id', own_client_id, true);
    RETURN QUERY
        SELECT i.partner_id, i.id, i.scopes::text FROM integration i
        WHERE i.issuer = own_issuer AND i.client_id = own_client_id AND i.is_enabled;
    PERFORM set_config('gateway.issuer', '', true), set_config('gateway.client_id', '', true);
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_MEMBERSHIPS)
        op.execute(_MACHINE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION gateway_machine")
        op.execute("DROP FUNCTION gateway_memberships")
