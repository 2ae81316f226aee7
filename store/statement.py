"""Kept statements: built and compiled once per shape; every request only binds its values and reads its rows."""

import json
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    BindParameter,
    ColumnElement,
    Executable,
    Label,
    Select,
    String,
    Uuid,
    bindparam,
    literal_column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

Answer_co = TypeVar("Answer_co", covariant=True)

MOST_KEPT = 1_000
# Of these no array can be made, or not by any means.
_ODD = (ARRAY, JSON)

# Makes a statement of some shape; what differs from request to request stands in it as `bound`, never as a value.
Builder: TypeAlias = Callable[..., Select[Any]]


class Row(tuple[Any, ...]):
    """A row: its columns are attributes, and in their order a tuple."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def bound(name: str, type_: TypeEngine[Any]) -> BindParameter[Any]:
    """A value that each request brings along under this name."""
    return bindparam(name, None, type_=type_)


class SameForAll(Label[str]):
    """A column with the same text in all rows (of letters alone): they have it without its being read."""

    inherit_cache = True

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, literal_column(f"'{text}'"), String())
        self.text = text


class _Ids(TypeDecorator[Collection[UUID]]):
    """Any number of ids in one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays."""
        return dialect.type_descriptor(ARRAY(Uuid()) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Collection[UUID] | None, dialect: Dialect) -> Any:
        """SQLite stores ids as 32 hex digits."""
        ids = value or ()
        return list(ids) if dialect.name == "postgresql" else json.dumps([id.hex for id in ids])


class _AnyOf(ColumnElement[bool]):
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], ids: ColumnElement[Any]) -> None:
        self.sides = (column, ids)


def any_of(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column of ids is one of the `keys` of the request: one text for any number of them."""
    return _AnyOf(column, bound("keys", _Ids()))


@compiles(_AnyOf, "postgresql")
def _in_array(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(side, **options) for side in element.sides)
    return f"{column} = ANY ({ids})"


@compiles(_AnyOf, "sqlite")
def _in_json(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, ids = (compiler.process(side, **options) for side in element.sides)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - the compiler's own text


class Statement(Protocol[Answer_co]):
    """What is sent to the database as one: its text, and what is made of the driver's records."""

    text: str

    def arguments(self, given: Any) -> list[Any]:
        """The driver's parameters; raises KeyError for a name that is not given."""
        ...

    def rows(self, records: Any) -> Answer_co:
        """What the driver's records say."""
        ...


class Kept:
    """A compiled statement: its text, what goes into its parameters, what comes out of its columns."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        common = {column.name: column.text for column in columns if isinstance(column, SameForAll)}
        if common and isinstance(statement, Select):
            columns = [column for column in columns if column.name not in common]
            statement = statement.with_only_columns(*columns)
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
        self.text = str(compiled)
        processors, values = compiled._bind_processors, compiled.params
        self.parameters = [
            (name, processors.get(name), None)
            if _is_bound(compiled, name)
            else (None, None, processors.get(name, _as_it_is)(values[name]))
            for name in compiled.positiontup or ()
        ]
        self._make = _maker([column.name for column in columns], common)
        self.width = len(columns)
        # Whether each of its columns can be an array.
        self.is_plain = bool(columns) and not any(isinstance(column.type, _ODD) for column in columns)
        impls = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converted = [(place, impl) for place, impl in enumerate(impls) if impl is not None]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """The driver's parameters; raises KeyError for a name that is not given."""
        return [
            fixed if name is None else given[name] if process is None else process(given[name])
            for name, process, fixed in self.parameters
        ]

    def rows(self, records: Iterable[Iterable[Any]]) -> list[Row]:
        """The driver's records as rows."""
        if self._converted and records:
            return self.rows_of(list(zip(*records, strict=True)))
        return list(map(self._make, records))

    def rows_of(self, columns: Sequence[Iterable[Any] | None]) -> list[Row]:
        """The driver's columns as rows; of no rows there are no columns."""
        found: list[Any] = list(columns)
        if found[0] is None:
            return []
        for place, convert in self._converted:
            found[place] = map(convert, found[place])
        return list(map(self._make, zip(*found, strict=True)))


def _as_it_is(value: Any) -> Any:
    return value


def _is_bound(compiled: SQLCompiler, name: str) -> bool:
    """What a builder wrote into its statement has a name that nobody gave it."""
    parameter = compiled.binds.get(name)
    return parameter is not None and not parameter.unique


def _maker(names: Sequence[str], common: Mapping[str, str]) -> Callable[[Iterable[Any]], Any]:
    """Makes rows out of records; bare text has no columns that are known, so its rows are mere tuples."""
    named: Any = (namedtuple("Row", names, rename=True),) if names else ()
    return partial(tuple.__new__, type("Row", (*named, Row), {"__slots__": (), **common}))


class Statements:
    """The statements of one store, the most used of them kept."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.kept = lru_cache(MOST_KEPT)(self._built)

    def once(self, statement: Executable) -> Kept:
        """A statement that is not kept."""
        return Kept(statement, self._dialect)

    def _built(self, build: Builder, *shape: Any) -> Kept:
        return Kept(build(*shape), self._dialect)
