"""No two integrations of a firm get the same name; of those that have, the oldest alone is known by it."""

import sqlalchemy as sa
from alembic import op

from domain.text import fold
from store.tables.base import SORTED_TEXT, Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_INTEGRATION = sa.table(
    "integration",
    sa.column("partner_id", sa.Uuid()),
    sa.column("id", sa.Uuid()),
    sa.column("name", sa.String()),
    sa.column("created_at", Moment()),
    sa.column("name_key", SORTED_TEXT),
)


def upgrade() -> None:
    op.add_column("integration", sa.Column("name_key", SORTED_TEXT, nullable=True))
    _walls("NO FORCE")
    _name()
    _walls("FORCE")
    op.create_index("uq_integration_name", "integration", ["partner_id", "name_key"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_integration_name", "integration")
    op.drop_column("integration", "name_key")


def _name() -> None:
    connection, known, own = op.get_bind(), set(), _INTEGRATION.c
    for row in connection.execute(sa.select(_INTEGRATION).order_by(own.created_at, own.id)).all():
        key = (row.partner_id, fold(row.name))
        if key not in known:
            known.add(key)
            mine = (own.partner_id == row.partner_id, own.id == row.id)
            connection.execute(sa.update(_INTEGRATION).where(*mine).values(name_key=key[1]))


def _walls(how: str) -> None:
    """The walls stand also against their owner, who has to open them to look at all partners' rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE integration {how} ROW LEVEL SECURITY")
