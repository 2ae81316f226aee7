"""Kept statements: built and compiled once per shape; every request only binds its values and reads its rows."""

import json
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import (
    ARRAY,
    JSON,
    BindParameter,
    ColumnElement,
    Executable,
    Label,
    Select,
    String,
    UpdateBase,
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
# The same of any statement, also of one that writes.
Maker: TypeAlias = Callable[..., Executable]


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


class _Many(TypeDecorator[Collection[Any]]):
    """Any number of values in one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        # Cast to a length, a longer text would be cut off and match another.
        self.item = String() if isinstance(item, String) else item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        """On SQLite each value as it is stored: ids as 32 hex digits."""
        if dialect.name == "postgresql":
            return list(value or ())
        stored = self.item.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
        return json.dumps([stored(each) for each in value or ()])


class _AnyOf(ColumnElement[bool]):
    inherit_cache = True
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], values: ColumnElement[Any]) -> None:
        self.sides = (column, values)

    def self_group(self, against: Any = None) -> "_AnyOf":
        """A condition as it is: SQLite finds no index through a comparison with 1."""
        return self


def any_of(column: ColumnElement[Any], name: str = "keys") -> ColumnElement[bool]:
    """Whether a column is one of the values that the request brings along under a name: one text for any number."""
    return _AnyOf(column, bound(name, _Many(column.type)))


@compiles(_AnyOf, "postgresql")
def _in_array(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(side, **options) for side in element.sides)
    return f"{column} = ANY ({values})"


@compiles(_AnyOf, "sqlite")
def _in_json(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(side, **options) for side in element.sides)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - the compiler's own text


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

    def __init__(self, statement: Executable, dialect: Dialect, *, is_whole: bool = False) -> None:
        """One that `is_whole` has all its values in itself."""
        columns = _columns(statement)
        common = {column.name: column.text for column in columns if isinstance(column, SameForAll)}
        if common and isinstance(statement, Select):
            columns = [column for column in columns if column.name not in common]
            statement = statement.with_only_columns(*columns)
        compiled: SQLCompiler = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        # A list that a statement has in itself becomes so many parameters.
        state = compiled.construct_expanded_state()
        self.text = state.statement
        processors: dict[str, Any] = {**compiled._bind_processors, **state.processors}
        values = {**compiled.params, **state.parameters}
        self.parameters = [
            (name, processors.get(name), None)
            if not is_whole and _is_bound(compiled, name)
            else (None, None, processors.get(name, _as_it_is)(values[name]))
            for name in state.positiontup or ()
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


def _columns(statement: Executable) -> list[Any]:
    if isinstance(statement, Select):
        return list(statement.selected_columns)
    return list(statement.exported_columns) if isinstance(statement, UpdateBase) else []


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
        return Kept(statement, self._dialect, is_whole=True)

    def _built(self, build: Maker, *shape: Any) -> Kept:
        return Kept(build(*shape), self._dialect)
