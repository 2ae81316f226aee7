"""Many rows in one statement: added or, where their keys stand already, changed."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, JSON, Column, Executable, String, Table, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


def put(table: Table, rows: Rows, *, adding: bool, is_postgres: bool) -> tuple[Executable, Any]:
    """The statement and its parameters; no two rows have one key.

    What lies beyond the key is taken over where the row is there, or with `adding` added to it (but for currencies).
    """
    names = list(rows[0])
    if is_postgres:
        make: Any = postgresql.insert(table).from_select(names, _arrays([table.c[name] for name in names], rows))
        return _on_conflict(make, table, names, adding=adding), None
    return _on_conflict(sqlite.insert(table), table, names, adding=adding), rows


def _arrays(columns: Sequence[Column[Any]], rows: Rows) -> Any:
    """One array per column: rows that are sent one by one cost the server several times as much."""
    types = [String() if _is_json(each) else each.type for each in columns]
    arrays = [
        bindparam(each.name, _items(each, rows), type_=ARRAY(type_)) for each, type_ in zip(columns, types, strict=True)
    ]
    named = [column(each.name, type_) for each, type_ in zip(columns, types, strict=True)]
    given = func.unnest(*arrays).table_valued(*named).render_derived()
    return select(*(cast(given.c[each.name], JSON) if _is_json(each) else given.c[each.name] for each in columns))


def _items(each: Column[Any], rows: Rows) -> list[Any]:
    values = [row[each.name] for row in rows]
    return [None if value is None else json.dumps(value) for value in values] if _is_json(each) else values


def _is_json(each: Column[Any]) -> bool:
    return isinstance(each.type, JSON)


def _on_conflict(make: Any, table: Table, names: Collection[str], *, adding: bool) -> Executable:
    keys = [column.name for column in table.primary_key.columns]
    beyond = [name for name in names if name not in keys]
    sums = {name for name in beyond if adding and name != "currency"}
    values = {name: table.c[name] + make.excluded[name] if name in sums else make.excluded[name] for name in beyond}
    statement: Executable = make.on_conflict_do_update(index_elements=keys, set_=values)
    return statement
