"""The values of a case: each follows from its seed alone, so that both executors meet the same world."""

from collections import UserDict
from random import Random
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    get_nullable_type,
    is_object_type,
)

from tests.execution.differential import troubles
from tests.execution.differential.case import Case
from tests.execution.differential.troubles import Later, Row

# What the names of the enum stand for inside.
COLORS: dict[str, Any] = {"RED": 1, "GREEN": ("g", 2), "BLUE": ["unhashable"]}
# How many objects one answer of a resolver holds, and how deep they lie in one another.
BUDGET = 100
DEPTH = 6

AWAITED = {"async", "slow", "later", "future", "Loaded", "Batched"}


def seed_of(parent: Any) -> str:
    """The seed of an object, or the root's."""
    found = parent.get("seed") if isinstance(parent, dict | UserDict) else getattr(parent, "seed", None)
    return found if isinstance(found, str) else "root"


class Values:
    """Makes the values of one run of a case."""

    def __init__(self, case: Case, schema: GraphQLSchema) -> None:
        self._case = case
        self._schema = schema
        self._budget = BUDGET
        self._depth = 0
        # Whether what reads does so side by side.
        self.together = Random(case.seed).random() < 0.5

    def root(self, name: str) -> Any:
        """The root value for a root type."""
        if self._case.root == "none":
            return None
        self._budget = BUDGET
        root = self._schema.type_map[name]
        assert isinstance(root, GraphQLObjectType)
        return self._object(root, self._case.seed, shape=self._case.root)

    def resolved(self, coordinate: str, kind: GraphQLOutputType, seed: str) -> Any:
        """What a resolver comes to: a value, or now and then an exception to raise."""
        self._budget = BUDGET
        random = Random(seed)
        if random.random() < self._case.wild[coordinate] / 2:
            return Raised(troubles.failure(random))
        value = self.stored(coordinate, kind, seed)
        # An object that is awaited and still awaitable would make of Same, the parent itself, something else.
        nested = isinstance(value, Later) and self._case.forms[coordinate] in AWAITED
        return troubles.strange(random, str(kind)) if nested and is_object_type(get_nullable_type(kind)) else value

    def stored(self, coordinate: str, kind: GraphQLOutputType, seed: str) -> Any:
        """A value of a field, already there."""
        return self._of(kind, Random(f"{seed}!"), seed, self._case.wild[coordinate])

    def _of(self, kind: GraphQLOutputType, random: Random, seed: str, wild: float) -> Any:
        if wild and random.random() < wild:
            return self._trouble(kind, random, seed)
        if isinstance(kind, GraphQLNonNull):
            return self._of(kind.of_type, random, seed, 0) if not wild or random.random() < 0.98 else None
        if random.random() < 0.08:
            return None
        if isinstance(kind, GraphQLList):
            return self._items(kind, random, seed, wild)
        return self._named(kind, random, seed)

    def _items(self, kind: GraphQLList[Any], random: Random, seed: str, wild: float) -> list[Any]:
        return [
            self._of(kind.of_type, random, f"{seed}.{at}", wild) for at in range(random.randint(0, self._case.breadth))
        ]

    def _trouble(self, kind: GraphQLOutputType, random: Random, seed: str) -> Any:
        """Null, an exception instead of a value, something awaitable, or of the wrong kind."""
        roll = random.random()
        if roll < 0.15:
            return None
        if roll < 0.3:
            return troubles.failure(random)
        if roll < 0.4:
            return Later(troubles.failure(random), random.randint(0, 3))
        if roll < 0.55:
            return Later(self._of(kind, random, seed, 0), random.randint(0, 3))
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLList):
            return troubles.container(random, self._items(inner, random, seed, 0.1))
        return troubles.strange(random, str(inner))

    def _named(self, kind: Any, random: Random, seed: str) -> Any:
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            possible = self._schema.get_possible_types(kind)
            return self._object(random.choice(possible), seed) if possible else {"seed": seed}
        return self._object(kind, seed) if isinstance(kind, GraphQLObjectType) else self._leaf(kind.name, random)

    def _leaf(self, name: str, random: Random) -> Any:
        if name == "Color":
            return random.choice(list(COLORS.values()))
        if name == "Float":
            return random.choice((random.random(), random.randint(0, 9)))
        if name == "Boolean":
            return random.random() < 0.5
        if name == "Int" or (name == "ID" and random.random() < 0.5):
            return random.randint(0, 99)
        return random.choice((f"{random.getrandbits(24):x}", "é\n", ""))

    def _object(self, kind: GraphQLObjectType, seed: str, shape: str | None = None) -> Any:
        """A dict or an object with the fields that are not resolved elsewhere."""
        self._budget -= 1
        attributes = {"seed": seed, "kind": kind.name}
        if self._budget > 0 and self._depth < DEPTH:
            self._depth += 1
            attributes |= self._attributes(kind, seed)
            self._depth -= 1
        shape = shape or Random(f"{kind.name}{self._case.seed}").choice(("row", "row", "row", "dict", "mapping"))
        if shape == "row":
            named = {"_Row__typename": kind.name} if self._case.forms[kind.name] == "named" else {}
            return Row(**attributes, **named)
        named = {"__typename": kind.name} if self._case.forms[kind.name] == "named" else {}
        return (UserDict if shape == "mapping" else dict)(attributes | named)

    def _attributes(self, kind: GraphQLObjectType, seed: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, field in kind.fields.items():
            if name not in self._case.operation.document:
                continue
            coordinate, inner = f"{kind.name}.{name}", f"{seed}.{name}"
            form = self._case.forms[coordinate]
            if form in {"stored", "Attribute"}:
                made[name if form == "stored" else f"{name}_column"] = self.stored(coordinate, field.type, inner)
            elif form == "method":
                made[name] = self._method(coordinate, field.type, inner)
            elif form == "Loaded":
                made[f"{name}_key"] = Random(inner).choice((None, 1, 2, 3, 3))
            elif (
                form == "Same"
                and isinstance(target := _object_type(field.type), GraphQLObjectType)
                and self._depth < DEPTH
            ):
                self._depth += 2
                made = self._attributes(target, inner) | made
                self._depth -= 2
        return made

    def _method(self, coordinate: str, kind: GraphQLOutputType, seed: str) -> Any:
        def method(_info: Any, **arguments: Any) -> Any:
            return raised(self.resolved(coordinate, kind, f"{seed}{written(arguments)}"))

        return method


class Raised:
    """An exception that a resolver raises, rather than returns."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def raised(value: Any) -> Any:
    """The value, unless it is an exception to raise."""
    if isinstance(value, Raised):
        raise value.error
    return value


def written(arguments: dict[str, Any]) -> str:
    """Arguments as part of a seed: other arguments, other values."""
    return f"({sorted(arguments.items())})" if arguments else ""


def _object_type(kind: GraphQLOutputType) -> Any:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind
