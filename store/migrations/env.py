"""How Alembic runs: on the connection that `store.migrate` hands over."""

from alembic import context

from store.tables import METADATA

connection = context.config.attributes["connection"]
sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=sqlite,
    compare_type=True,
    # No migration keeps the locks of the one before it; on SQLite the only lock is that of the transaction.
    transaction_per_migration=not sqlite,
)
with context.begin_transaction():
    context.run_migrations()
