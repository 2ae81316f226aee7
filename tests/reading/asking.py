"""Operations of any shape over the product's schema, and what their answers really cost."""

from random import Random
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_composite_type, is_required_argument

from execution.cost import Prices
from schema.access import gated_schema

SCHEMA = gated_schema()
PRICES = Prices(SCHEMA)
WORDS = {"plan": "PRO", "userCount": "12", "billingPeriod": "YEARLY"}


class Asking:
    """Makes queries by a seed; their fields are told apart by aliases with a number at their end."""

    def __init__(self, seed: int, ids: list[str]) -> None:
        self._random = Random(seed)
        self._ids = ids
        self._fields = 0

    def query(self, depth: int) -> str:
        """A query, mostly of the firm, so that most of them find something."""
        assert SCHEMA.query_type
        root = SCHEMA.query_type
        names = ["partner", self._random.choice([*root.fields])]
        return f"{{ __typename {' '.join(self._field(name, root.fields[name], depth) for name in names)} }}"

    def _selections(self, kind: Any, left: int) -> str:
        if not isinstance(kind, GraphQLObjectType):
            possible = sorted(SCHEMA.get_possible_types(kind), key=str)
            some = self._random.sample(possible, 2)
            return "{ __typename " + " ".join(f"... on {each} {self._selections(each, left)}" for each in some) + " }"
        onward = [name for name, field in kind.fields.items() if is_composite_type(get_named_type(field.type))]
        plain = [name for name in kind.fields if name not in onward]
        chosen = self._random.choices(onward, k=self._random.randint(1, 3)) if onward and left else []
        chosen += self._random.choices(plain, k=self._random.randint(0, 2)) if plain else []
        return "{ __typename " + " ".join(self._field(name, kind.fields[name], left) for name in chosen) + " }"

    def _field(self, name: str, defined: GraphQLField, left: int) -> str:
        self._fields += 1
        kind = get_named_type(defined.type)
        alias = f"{name}_{self._fields}"
        inner = self._selections(kind, left - 1) if is_composite_type(kind) else ""
        return f"{alias}: {name}{self._arguments(defined)} {inner}"

    def _arguments(self, defined: GraphQLField) -> str:
        given = [f"{name}: {self._value(name)}" for name, each in defined.args.items() if is_required_argument(each)]
        for name, most in (("first", 8), ("months", 24)):
            if name in defined.args and self._random.random() < 0.7:
                given.append(f"{name}: {self._random.randint(1, most)}")
        return f"({', '.join(given)})" if given else ""

    def _value(self, name: str) -> str:
        if name in WORDS:
            return WORDS[name]
        some = [f'"{id}"' for id in self._random.choices(self._ids, k=self._random.randint(1, 5))]
        return f"[{', '.join(some)}]" if name == "ids" else some[0]


def actual(data: Any) -> int:
    """What the objects of an answer cost, by their number."""
    if isinstance(data, list):
        return sum(map(actual, data))
    if not isinstance(data, dict):
        return 0
    fields = [key.rpartition("_")[0] for key in data if key != "__typename"]
    return PRICES.own(data["__typename"], fields) + sum(map(actual, data.values()))
