"""Totals of whole portfolios, kept by triggers; rebuild `client` or `month_figure` on SQLite, and make them anew."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("client_total", "month_total")
_SOURCES = ("client", "month_figure")
_EVENTS = ("INSERT", "UPDATE", "DELETE")
_OWN = "partner_id = nullif(current_setting('gateway.partner_id', true), '')::uuid"
_WORKER = "nullif(current_setting('gateway.worker', true), '') = 'on'"

_CLIENT_KEY = ("partner_id", "currency", "attention_level", "figures_hidden")
_CLIENT_SUMS = {"clients": "1", "shown_balance_minor": "shown_balance_minor"}
_MONTH_KEY = ("partner_id", "month", "currency")
_MONTH_SUMS = {
    "figures": "1",
    "submitted_count": "submitted_count",
    "submitted_minor": "submitted_minor",
    "exported_count": "exported_count",
    "exported_minor": "exported_minor",
    "clients_behind": "(CASE WHEN exported_count < submitted_count THEN 1 ELSE 0 END)",
}
# A client of which one of these changes counts elsewhere, or with another sum.
_COUNTED = ("currency", "attention_level", "access_status", "poa_granted", "balance_minor")


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _walls()
        _triggers_of_postgres()
        _count_firm_by_firm()
    else:
        _triggers_of_sqlite()
        _count("true")


def downgrade() -> None:
    for source in _SOURCES:
        for event in _EVENTS:
            on = f" ON {source}" if op.get_bind().dialect.name == "postgresql" else ""
            op.execute(f"DROP TRIGGER {_trigger(source, event)}{on}")
            if on:
                op.execute(f"DROP FUNCTION {_function(source, event)}()")
    for table in TABLES:
        op.drop_table(table)


def _tables() -> None:
    small = [sa.Column(name, sa.SmallInteger(), nullable=False) for name in _CLIENT_KEY[2:]]
    _table("client_total", _CLIENT_KEY, [sa.Column("currency", sa.String(3), nullable=False), *small], _CLIENT_SUMS)
    words = [sa.Column("month", sa.String(7), nullable=False), sa.Column("currency", sa.String(3), nullable=False)]
    _table("month_total", _MONTH_KEY, words, _MONTH_SUMS)


def _table(name: str, key: tuple[str, ...], columns: list[sa.Column[Any]], sums: dict[str, str]) -> None:
    op.create_table(
        name,
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("part", sa.Integer(), nullable=False),
        *(sa.Column(each, sa.BigInteger(), nullable=False) for each in sums),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=f"fk_{name}_partner_id"),
        sa.PrimaryKeyConstraint(*key, "part", name=f"pk_{name}"),
    )


def _walls() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"CREATE POLICY {table}_worker ON {table} USING ({_WORKER})")


def _count_firm_by_firm() -> None:
    """Counts as each firm, which walls let through: to open them would take a lock for which reads wait, too."""
    op.execute("SET LOCAL gateway.worker = 'on'")
    for (firm,) in op.get_bind().execute(sa.text("SELECT id FROM partner ORDER BY id")).all():
        op.execute(f"SET LOCAL gateway.partner_id = '{firm}'")
        _count(f"client.partner_id = '{firm}'")
    op.execute("SET LOCAL gateway.partner_id = ''")
    op.execute("SET LOCAL gateway.worker = ''")


def _count(of: str) -> None:
    """Counts what is there; the triggers, made before, keep others from changing it meanwhile."""
    clients = f"SELECT client.*, 1 AS sign FROM client WHERE {of}"  # noqa: S608
    op.execute(_added("client_total", _CLIENT_KEY, _CLIENT_SUMS, clients, part="0"))
    months = f"{_months('month_figure.*, 1 AS sign')} AND {of}"
    op.execute(_added("month_total", _MONTH_KEY, _MONTH_SUMS, months, part="0"))


def _months(columns: str) -> str:
    of_client = "client.partner_id = month_figure.partner_id AND client.id = month_figure.client_id"
    return f"SELECT {columns} FROM month_figure JOIN client ON {of_client} WHERE client.figures_hidden = 0"  # noqa: S608


def _added(table: str, key: tuple[str, ...], sums: dict[str, str], moved: str, *, part: str) -> str:
    """Adds to a part of the totals what `moved` has, each row as often as its `sign` says."""
    signed = [f"sum(moved.sign * {sum})" for sum in sums.values()]
    columns, keys = ", ".join((*key, "part", *sums)), ", ".join(f"moved.{name}" for name in key)
    adding = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {keys}, {part}, {', '.join(signed)} FROM ({moved}) AS moved "  # noqa: S608
        f"GROUP BY {keys} HAVING {' OR '.join(f'{each} <> 0' for each in signed)} "
        f"ON CONFLICT ({', '.join(key)}, part) DO UPDATE SET {adding}"
    )


def _triggers_of_postgres() -> None:
    """One run per statement, with the rows that came and went; a replica is given the totals."""
    for event in _EVENTS:
        moved = [("went", -1)] * (event != "INSERT") + [("came", 1)] * (event != "DELETE")
        body = _added("client_total", _CLIENT_KEY, _CLIENT_SUMS, _either(moved), part="pg_backend_pid()")
        if event == "UPDATE":
            body += f"; {_added('month_total', _MONTH_KEY, _MONTH_SUMS, _TURNED, part='pg_backend_pid()')}"
        _trigger_of_postgres("client", event, body)
        _trigger_of_postgres("month_figure", event, f"{_held(moved)}; {_of_months(moved)}")


# The months of clients whose figures can be read from now on, or no more.
_TURNED = (
    "SELECT month_figure.*, CASE came.figures_hidden WHEN 0 THEN 1 ELSE -1 END AS sign FROM came "
    "JOIN went ON went.partner_id = came.partner_id AND went.id = came.id "
    "JOIN month_figure ON month_figure.partner_id = came.partner_id AND month_figure.client_id = came.id "
    "WHERE came.figures_hidden <> went.figures_hidden"
)


def _either(moved: list[tuple[str, int]]) -> str:
    return " UNION ALL ".join(f"SELECT {rows}.*, {sign} AS sign FROM {rows}" for rows, sign in moved)  # noqa: S608


def _held(moved: list[tuple[str, int]]) -> str:
    """Nobody else lets these clients' figures be read, or no more, until this is committed."""
    named = " UNION ".join(f"SELECT partner_id, client_id FROM {rows}" for rows, _ in moved)  # noqa: S608
    return f"PERFORM 1 FROM client WHERE (partner_id, id) IN ({named}) ORDER BY id FOR SHARE"


def _of_months(moved: list[tuple[str, int]]) -> str:
    rows = _months("month_figure.*").replace("FROM month_figure", f"FROM ({_either(moved)}) AS month_figure")
    return _added("month_total", _MONTH_KEY, _MONTH_SUMS, rows, part="pg_backend_pid()")


def _trigger_of_postgres(source: str, event: str, body: str) -> None:
    name = _function(source, event)
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$")
    rows = (event != "INSERT") * " OLD TABLE AS went" + (event != "DELETE") * " NEW TABLE AS came"
    op.execute(
        f"CREATE TRIGGER {_trigger(source, event)} AFTER {event} ON {source} REFERENCING{rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _triggers_of_sqlite() -> None:
    """One run per row, and one part of each total: only one transaction writes at a time."""
    for event in _EVENTS:
        moved = [("OLD", -1)] * (event != "INSERT") + [("NEW", 1)] * (event != "DELETE")
        of_client = [_added_row("client_total", _CLIENT_KEY, _CLIENT_SUMS, *each) for each in moved]
        if event == "UPDATE":
            of_client.append(_added("month_total", _MONTH_KEY, _MONTH_SUMS, _TURNED_ROW, part="0"))
        columns = f" OF {', '.join(_COUNTED)}" if event == "UPDATE" else ""
        _trigger_of_sqlite("client", event, columns, of_client)
        of_months = [_added_row("month_total", _MONTH_KEY, _MONTH_SUMS, *each, _READABLE) for each in moved]
        _trigger_of_sqlite("month_figure", event, "", of_months)


_READABLE = (
    "EXISTS (SELECT 1 FROM client WHERE partner_id = {0}.partner_id AND id = {0}.client_id AND figures_hidden = 0)"
)
_TURNED_ROW = (
    "SELECT month_figure.*, CASE NEW.figures_hidden WHEN 0 THEN 1 ELSE -1 END AS sign FROM month_figure "
    "WHERE partner_id = NEW.partner_id AND client_id = NEW.id AND NEW.figures_hidden <> OLD.figures_hidden"
)


def _added_row(
    table: str, key: tuple[str, ...], sums: dict[str, str], row: str, sign: int, condition: str = "true"
) -> str:
    names = {*key, *(name for name in sums if name not in ("clients", "figures", "clients_behind"))}
    columns = ", ".join(f"{row}.{name} AS {name}" for name in sorted(names))
    return _added(table, key, sums, f"SELECT {columns}, {sign} AS sign WHERE {condition.format(row)}", part="0")


def _trigger_of_sqlite(source: str, event: str, columns: str, body: list[str]) -> None:
    op.execute(
        f"CREATE TRIGGER {_trigger(source, event)} AFTER {event}{columns} ON {source} BEGIN {'; '.join(body)}; END"
    )


def _trigger(source: str, event: str) -> str:
    return f"{source}_totals_{event.lower()}"


def _function(source: str, event: str) -> str:
    return f"gateway_{source}_totals_{event.lower()}"
