"""The context of one run: loads by key, once, and notes what happened in which order."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any

from graphql import GraphQLSchema

from store.together import Together, go_on
from tests.execution.differential.values import Values


class Context:
    """The context of one run: what is loaded once, and the order of what happened."""

    def __init__(self, values: Values, schema: GraphQLSchema) -> None:
        self._values, self._schema = values, schema
        self._loaded: dict[tuple[str, Any], Any] = {}
        self.log: list[tuple[str, str]] = []
        # Whether graphql-core had to wait for anything.
        self.awaited = False
        if values.together:
            self.together = self._together

    async def load(self, batch: str, key: Any) -> Any:
        """One value, or its failure."""
        return failing((await self.load_many(batch, [key]))[key])

    async def _together(self, works: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
        """As the product's readers do it."""
        return await Together(works, go_on).run(self._answers)

    async def _answers(self, wanted: Sequence[Any]) -> list[Any]:
        raise AssertionError("nothing here reads rows")

    async def load_many(self, batch: str, keys: Iterable[Any]) -> Mapping[Any, Any]:
        """Values by key; one that failed is an exception."""
        await asyncio.sleep(0)
        return {key: self._one(batch, key) for key in keys}

    def _one(self, batch: str, key: Any) -> Any:
        if (batch, key) not in self._loaded:
            value = self._values.resolved(batch, type_of(self._schema, batch), f"{batch}:{key}")
            self._loaded[batch, key] = value.error if hasattr(value, "error") else value
        return self._loaded[batch, key]


def failing(value: Any) -> Any:
    """The value, unless it is an exception."""
    if isinstance(value, Exception):
        raise value
    return value


def type_of(schema: GraphQLSchema, coordinate: str) -> Any:
    owner, _, name = coordinate.partition(".")
    return schema.type_map[owner].fields[name].type  # type: ignore[attr-defined]
