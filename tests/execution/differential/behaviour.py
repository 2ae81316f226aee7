"""Gives a schema the resolvers of a case, and tells our executor which of them it may resolve by levels."""

import asyncio
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from graphql import GraphQLEnumType, GraphQLError, GraphQLObjectType, GraphQLScalarType, GraphQLSchema, Undefined
from graphql.pyutils import inspect

from execution.fields import Attribute, Batched, Computed, Contextual, Kind, Loaded, Same
from tests.execution.differential import troubles
from tests.execution.differential.case import Case
from tests.execution.differential.troubles import Later
from tests.execution.differential.values import COLORS, Values, raised, seed_of, written

Kinds = dict[tuple[str, str], Kind]


class Context:
    """The context of one run: what is loaded once, and the order of what happened."""

    def __init__(self, values: Values, schema: GraphQLSchema) -> None:
        self._values, self._schema = values, schema
        self._loaded: dict[tuple[str, Any], Any] = {}
        self.log: list[tuple[str, str]] = []
        # Whether graphql-core had to wait for anything.
        self.awaited = False

    async def load(self, batch: str, key: Any) -> Any:
        """One value, or its failure."""
        return failing((await self.load_many(batch, [key]))[key])

    async def load_many(self, batch: str, keys: Iterable[Any]) -> Mapping[Any, Any]:
        """Values by key; one that failed is an exception."""
        await asyncio.sleep(0)
        return {key: self._one(batch, key) for key in keys}

    def _one(self, batch: str, key: Any) -> Any:
        if (batch, key) not in self._loaded:
            value = self._values.resolved(batch, _type_of(self._schema, batch), f"{batch}:{key}")
            self._loaded[batch, key] = value.error if hasattr(value, "error") else value
        return self._loaded[batch, key]


def failing(value: Any) -> Any:
    """The value, unless it is an exception."""
    if isinstance(value, Exception):
        raise value
    return value


def _type_of(schema: GraphQLSchema, coordinate: str) -> Any:
    owner, _, name = coordinate.partition(".")
    return schema.type_map[owner].fields[name].type  # type: ignore[attr-defined]


def install(case: Case, schema: GraphQLSchema, values: Values) -> Kinds:
    """Sets resolvers, in place, in their ordinary form; returns the fields that also have a form for levels."""
    _leaves(case, schema)
    kinds: Kinds = {}
    for name, form in case.forms.items():
        owner, _, field = name.partition(".")
        if not exists(schema, owner, field):
            continue
        if field:
            resolvers = Resolvers(case, values, name, _type_of(schema, name))
            resolvers.install(schema.type_map[owner].fields[field], form)  # type: ignore[attr-defined]
            if form[0].isupper():
                kinds[owner, field] = resolvers.kind(form)
        else:
            _typed(case, schema, name, form)
    return kinds


def exists(schema: GraphQLSchema, owner: str, field: str) -> bool:
    """Whether a schema still has a coordinate; reduced ones have lost some."""
    kind: Any = schema.type_map.get(owner)
    return kind is not None and (not field or field in kind.fields)


class Resolvers:
    """The resolvers of one coordinate."""

    def __init__(self, case: Case, values: Values, coordinate: str, kind: Any) -> None:
        self._case, self._values, self._coordinate, self._type = case, values, coordinate, kind
        self._name = coordinate.partition(".")[2]

    def install(self, field: Any, form: str) -> None:
        """Sets the ordinary resolver; a stored field keeps graphql-core's default."""
        if form not in {"stored", "method"}:
            field.resolve = getattr(self, f"_{form.lower()}")

    def kind(self, form: str) -> Kind:
        """The same behaviour, declared for levels."""
        return {
            "Attribute": lambda: Attribute(f"{self._name}_column"),
            "Same": Same,
            "Computed": lambda: Computed(self._compute),
            "Contextual": lambda: Contextual(lambda parent, context: self._compute(parent)),
            "Loaded": lambda: Loaded(self._coordinate, self._key, self._finish if self._finishes else None),
            "Batched": lambda: Batched(self._batch),
        }[form]()

    def _value(self, parent: Any, arguments: dict[str, Any]) -> Any:
        seed = f"{seed_of(parent)}.{self._name}{written(arguments)}"
        return raised(self._values.resolved(self._coordinate, self._type, seed))

    def _noted(self, info: Any, word: str) -> None:
        if info.path.prev is None:
            info.context.log.append((word, info.path.key))

    def _sync(self, parent: Any, info: Any, **arguments: Any) -> Any:
        self._noted(info, "begin")
        return self._value(parent, arguments)

    async def _async(self, parent: Any, info: Any, **arguments: Any) -> Any:
        return self._sync(parent, info, **arguments)

    async def _slow(self, parent: Any, info: Any, **arguments: Any) -> Any:
        self._noted(info, "begin")
        for _ in range(Random(seed_of(parent) + self._coordinate).randint(1, 4)):
            await asyncio.sleep(0)
        self._noted(info, "end")
        return self._value(parent, arguments)

    def _later(self, parent: Any, info: Any, **arguments: Any) -> Any:
        return Later(self._sync(parent, info, **arguments), 2)

    def _future(self, parent: Any, info: Any, **arguments: Any) -> Any:
        future = asyncio.get_running_loop().create_future()
        future.set_result(self._sync(parent, info, **arguments))
        return future

    def _echo(self, parent: Any, info: Any, **arguments: Any) -> Any:
        """What a resolver may read of `info`; its value depends on it."""
        told = (
            info.field_name,
            info.path.as_list(),
            str(info.parent_type),
            str(info.return_type),
            len(info.field_nodes),
        )
        told += (sorted(info.variable_values.coerced), info.operation.operation.value, sorted(info.fragments))
        seed = f"{self._case.seed}{told}{written(arguments)}"
        return raised(self._values.resolved(self._coordinate, self._type, seed))

    def _attribute(self, parent: Any, info: Any, **arguments: Any) -> Any:
        return getattr(parent, f"{self._name}_column")

    def _same(self, parent: Any, info: Any, **arguments: Any) -> Any:
        return parent

    def _compute(self, parent: Any) -> Any:
        return self._value(parent, {})

    def _computed(self, parent: Any, info: Any, **arguments: Any) -> Any:
        return self._compute(parent)

    _contextual = _computed

    @property
    def _finishes(self) -> bool:
        return Random(self._coordinate + self._case.seed).random() < 0.5

    @property
    def _key(self) -> Any:
        """Where the key is, or the function that tells it: arguments change it, some parents have none."""
        return self._found_key if len(self._case.seed) % 2 else f"{self._name}_key"

    def _found_key(self, parent: Any, context: Any, **arguments: Any) -> Any:
        return getattr(parent, f"{self._name}_key") and f"{getattr(parent, f'{self._name}_key')}{written(arguments)}"

    def _finish(self, value: Any, parent: Any, context: Any, **arguments: Any) -> Any:
        """Some arguments make the value another."""
        return self._value(parent, arguments) if arguments else value

    async def _loaded(self, parent: Any, info: Any, **arguments: Any) -> Any:
        given = (parent, info.context)
        key = self._key(*given, **arguments) if callable(self._key) else getattr(parent, self._key)
        value = None if key is None else await info.context.load(self._coordinate, key)
        return self._finish(value, *given, **arguments) if self._finishes else value

    async def _batch(self, parents: list[Any], info: Any, **arguments: Any) -> list[Any]:
        await asyncio.sleep(0)
        found = [self._values.resolved(self._coordinate, self._type, self._seed(each, arguments)) for each in parents]
        return [value.error if hasattr(value, "error") else value for value in found]

    def _seed(self, parent: Any, arguments: dict[str, Any]) -> str:
        return f"{seed_of(parent)}.{self._name}{written(arguments)}"

    async def _batched(self, parent: Any, info: Any, **arguments: Any) -> Any:
        (value,) = await self._batch([parent], info, **arguments)
        return value


def _typed(case: Case, schema: GraphQLSchema, name: str, form: str) -> None:
    """How the concrete type of a value is found, or checked."""
    owner: Any = schema.type_map[name]

    def resolve_type(value: Any, *_: Any) -> Any:
        random = Random(f"{name}{seed_of(value)}{case.seed}")
        if random.random() < case.wild[name]:
            return raised_or(random, ("Absent", "Color", "Query", "O0", "O1", "O1", None, 5, owner))
        return value["kind"] if hasattr(value, "get") else value.kind

    def is_type_of(value: Any, *_: Any) -> Any:
        random = Random(f"{name}{seed_of(value)}{case.seed}")
        if random.random() < case.wild[name]:
            return raised_or(random, (False, True, None, "yes", 0))
        return (value.get("kind") if hasattr(value, "get") else getattr(value, "kind", None)) == name

    function = is_type_of if isinstance(owner, GraphQLObjectType) else resolve_type
    if form not in {"named", "by name"}:
        place = "is_type_of" if isinstance(owner, GraphQLObjectType) else "resolve_type"
        setattr(owner, place, _awaited(function) if form.endswith("async") else function)


def _awaited(function: Any) -> Any:
    async def later(*given: Any) -> Any:
        await asyncio.sleep(0)
        return function(*given)

    return later


def raised_or(random: Random, others: tuple[Any, ...]) -> Any:
    """One of some values, or a failure."""
    if random.random() < 0.3:
        raise troubles.Boom("type unknown")
    return random.choice(others)


def _leaves(case: Case, schema: GraphQLSchema) -> None:
    color, odd = schema.type_map["Color"], schema.type_map["Odd"]
    assert isinstance(color, GraphQLEnumType)
    for name, value in COLORS.items():
        color.values[name].value = value
    assert isinstance(odd, GraphQLScalarType)
    odd.coerce_output_value = odd.serialize = _serialized  # type: ignore[method-assign]
    odd.coerce_input_value = odd.parse_value = _parsed  # type: ignore[method-assign]


def _serialized(value: Any) -> Any:
    if value == "bad":
        raise ValueError("this is bad")
    if value == "told":
        raise GraphQLError("this is told", extensions={"code": "ODD"})
    return (
        {"none": None, "undefined": Undefined}.get(value, {"odd": value})
        if isinstance(value, str)
        else ["odd", inspect(value)]
    )


def _parsed(value: Any) -> Any:
    if value == "wrong":
        raise GraphQLError("wrong is wrong", extensions={"code": "INPUT"})
    return ("parsed", repr(value))
