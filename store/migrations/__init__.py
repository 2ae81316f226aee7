"""Schema migrations, run by Alembic on both databases."""
