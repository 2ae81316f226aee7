"""What sending takes: when a mail is due, how often it was tried, what became of it, which invite it is about."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WAITING = sa.text("status = 'QUEUED'")


def upgrade() -> None:
    for column in _columns():
        op.add_column("mail", column)
    op.execute("UPDATE mail SET due_at = created_at WHERE due_at IS NULL")
    op.create_index("ix_mail_due", "mail", ["due_at"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def downgrade() -> None:
    op.drop_index("ix_mail_due", "mail")
    for column in reversed(_columns()):
        op.drop_column("mail", column.name)


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("invite_id", sa.Uuid()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", Moment()),
        sa.Column("settled_at", Moment()),
        sa.Column("failure", sa.String(300)),
    ]
