"""Gives a schema the resolvers of a case, and tells our executor which of them it may resolve by levels."""

import asyncio
from random import Random
from typing import Any

from graphql import GraphQLSchema

from execution.fields import Applied, Attribute, Batched, Computed, Contextual, Kind, Loaded, Ordinary, Same
from tests.execution.differential.case import Case
from tests.execution.differential.context import type_of
from tests.execution.differential.troubles import Later
from tests.execution.differential.types import install_leaves, install_type
from tests.execution.differential.values import Values, raised, seed_of, written

Kinds = dict[tuple[str, str], Kind]


def install(case: Case, schema: GraphQLSchema, values: Values) -> Kinds:
    """Sets resolvers, in place, in their ordinary form; returns the fields that also have a form for levels."""
    install_leaves(schema)
    kinds: Kinds = {}
    for name, form in case.forms.items():
        owner, _, field = name.partition(".")
        if not exists(schema, owner, field):
            continue
        if field:
            resolvers = Resolvers(case, values, name, type_of(schema, name))
            resolvers.install(schema.type_map[owner].fields[field], form)  # type: ignore[attr-defined]
            if form[0].isupper():
                kinds[owner, field] = resolvers.kind(form)
        else:
            install_type(case, schema, name, form)
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
            "Applied": self._applied_kind,
            "Turn": lambda: Ordinary(in_turn=True),
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
        path = info.path.as_list()
        note = (word if len(path) == 1 else "within", path[0])
        if info.context.log[-1:] != [note]:
            info.context.log.append(note)

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

    def _applied_kind(self) -> Kind:
        column = f"{self._name}_column"
        return Applied(lambda value: value, (column,), absent=column)

    _applied, _turn = _attribute, _slow

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
