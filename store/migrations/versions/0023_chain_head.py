"""The head of a firm's audit chain, looked up when it is one's turn to add to it: one round trip instead of two."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # Each of its statements sees what was committed until then, also while it waited.
        op.execute(
            'CREATE FUNCTION gateway_chain_head(own uuid, turn bigint) RETURNS TABLE("position" bigint, hash bytea) '
            "LANGUAGE plpgsql VOLATILE AS $$ BEGIN "
            "PERFORM pg_advisory_xact_lock(turn); "
            "RETURN QUERY SELECT entry.position, entry.hash FROM audit_entry AS entry "
            "WHERE entry.partner_id = own ORDER BY entry.position DESC LIMIT 1; END $$"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION gateway_chain_head(uuid, bigint)")
