"""What units of work ask and write, as statements whose text depends on their shape alone."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    Executable,
    Insert,
    Select,
    String,
    Table,
    Uuid,
    and_,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from store.statement import Builder, any_of, bound
from store.tables import partner

# How columns are compared: with one value, with any of several, with nothing.
By: TypeAlias = tuple[tuple[str, Literal["one", "any", "null"]], ...]
Values: TypeAlias = Mapping[str, Any]
OWN = "own_partner"


def by(equals: Values) -> By:
    """The shape of conditions by equality; a list means any of."""
    return tuple((name, _how(value)) for name, value in equals.items())


def given(equals: Values) -> dict[str, Any]:
    """The values of conditions by equality, under the names that they have in statements."""
    return {f"by_{name}": value for name, value in equals.items() if value is not None}


def changes(values: Values) -> dict[str, Any]:
    """New values of a row, under the names that they have in statements."""
    return {f"new_{name}": value for name, value in values.items()}


def arrays(table: Table, names: Collection[str], rows: Sequence[Values], prefix: str = "new") -> dict[str, Any]:
    """New values of many rows, column by column."""
    return {f"{prefix}_{name}": [_item(table.c[name], row[name]) for row in rows] for name in names}


def found(table: Table, lock: bool, conditions: By) -> Executable:
    """Rows by equality, in the order of their keys."""
    statement = select(table).where(_where(table, conditions)).order_by(*table.primary_key.columns)
    # As strong as an update: what merely refers to the rows (every row does to its partner) is not waited for.
    return statement.with_for_update(key_share=True) if lock else statement


@dataclass(frozen=True, slots=True)
class Locked:
    """Makes another maker's statement lock its rows of a table, until the transaction ends."""

    make: Builder
    table: Table

    def __call__(self, *shape: Any) -> Select[Any]:
        """The statement of a shape."""
        return self.make(*shape).with_for_update(of=self.table, key_share=True)


def inserted(table: Table, names: tuple[str, ...], unless_there: str | None = None) -> Executable:
    """One row; `unless_there`, on the database of that name, leaves it out where a unique key stands in the way."""
    values = {name: bound(f"new_{name}", table.c[name].type) for name in names}
    if unless_there is None:
        return insert(table).values(values)
    make: Any = postgresql.insert if unless_there == "postgresql" else sqlite.insert
    statement: Executable = make(table).values(values).on_conflict_do_nothing()
    return statement


def inserted_many(table: Table, names: tuple[str, ...], prefix: str = "new", **further: Any) -> Insert:
    """Many rows, on PostgreSQL, with further columns that are the same in all of them."""
    return insert(table).from_select([*names, *further], _sent(table, names, prefix, *further.values()))


def _sent(table: Table, names: tuple[str, ...], prefix: str, *further: Any) -> Select[Any]:
    """Rows as an array per column: sent one by one they cost the server several times as much."""
    columns = [table.c[name] for name in names]
    types = [_item_type(each) for each in columns]
    sent = [bound(f"{prefix}_{each.name}", ARRAY(type_)) for each, type_ in zip(columns, types, strict=True)]
    named = [column(each.name, type_) for each, type_ in zip(columns, types, strict=True)]
    rows = func.unnest(*sent).table_valued(*named, name=f"{prefix}_rows").render_derived()
    values = [cast(rows.c[each.name], JSON) if _is_json(each) else rows.c[each.name] for each in columns]
    return select(*values, *further)


def put(table: Table, names: tuple[str, ...], adding: bool, database: str) -> Executable:
    """Rows that are added or, where their keys are there, changed to the values named (`adding`: added up)."""
    if database == "postgresql":
        made: Any = postgresql.insert(table).from_select(names, _sent(table, names, "new"))
    else:
        made = sqlite.insert(table).values({name: bound(f"new_{name}", table.c[name].type) for name in names})
    keys = [key.name for key in table.primary_key.columns]
    beyond = [name for name in names if name not in keys]
    sums = {name for name in beyond if adding and name != "currency"}
    values = {name: table.c[name] + made.excluded[name] if name in sums else made.excluded[name] for name in beyond}
    statement: Executable = made.on_conflict_do_update(index_elements=keys, set_=values)
    return statement


def updated(table: Table, names: tuple[str, ...], conditions: By, is_upkeep: bool = False) -> Executable:
    """Rows changed by equality; but for upkeep, their version is raised where they have one."""
    values: dict[str, Any] = {name: bound(f"new_{name}", table.c[name].type) for name in names}
    if "version" in table.c and not is_upkeep:
        values["version"] = table.c.version + 1
    return update(table).where(_where(table, conditions)).values(values)


def deleted(table: Table, conditions: By, up_to: str | None = None) -> Executable:
    """Rows removed by equality; `up_to` names a column that is not above a limit."""
    limit = () if up_to is None else (table.c[up_to] <= bound("limit", table.c[up_to].type),)
    return delete(table).where(_where(table, conditions), *limit)


def _where(table: Table, conditions: By) -> ColumnElement[bool]:
    own = table.c.id if table is partner else table.c.partner_id
    return and_(own == bound(OWN, Uuid()), *(_equal(table.c[name], how) for name, how in conditions))


def _equal(column: Column[Any], how: str) -> ColumnElement[bool]:
    if how == "any":
        return any_of(column, f"by_{column.name}")
    return column.is_(None) if how == "null" else column == bound(f"by_{column.name}", column.type)


def _how(value: Any) -> Literal["one", "any", "null"]:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return "any"
    return "null" if value is None else "one"


def _item_type(each: Column[Any]) -> Any:
    """Of an array's items; a text that is cast to a length would be cut off where it has to be refused."""
    return String() if isinstance(each.type, String | JSON) else each.type


def _item(each: Column[Any], value: Any) -> Any:
    if not _is_json(each) or (value is None and each.type.none_as_null):  # type: ignore[attr-defined]
        return value
    return json.dumps(value)


def _is_json(each: Column[Any]) -> bool:
    return isinstance(each.type, JSON)
