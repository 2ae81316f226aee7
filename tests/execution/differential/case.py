"""One case: a schema, an operation, and how each field comes to its values; all of it printable."""

from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from graphql import (
    DocumentNode,
    GraphQLSchema,
    build_ast_schema,
    get_named_type,
    is_abstract_type,
    is_list_type,
    is_object_type,
    parse,
)
from graphql.type import GraphQLField, get_nullable_type

from tests.execution.differential.documents import Operation, random_operation
from tests.execution.differential.sdl import random_sdl

# How a field's resolver goes about it; the capitalised ones are also declared to our executor as a kind.
RESOLVERS = ("stored", "stored", "method", "sync", "sync", "async", "slow", "later", "future", "echo")
KINDS = (
    "Attribute",
    "Attribute",
    "Applied",
    "Computed",
    "Contextual",
    "Loaded",
    "Loaded",
    "Turn",
    "Batched",
    "Batched",
)
ABSTRACT_FORMS = ("by name", "by name", "sync", "async")
OBJECT_FORMS = ("named", "named", "named", "is_type_of", "is_type_of async")
WILDNESS = (0.0, 0.02, 0.1, 0.2, 0.4)


@dataclass
class Case:
    """What `replay` needs; `forms` and `wild` are by coordinate (`O0.c1`, `I0`), `seed` decides every value."""

    sdl: str
    operation: Operation
    forms: dict[str, str] = field(default_factory=dict)
    wild: dict[str, float] = field(default_factory=dict)
    seed: str = "0"
    breadth: int = 3
    root: str = "row"


def built(sdl: str) -> GraphQLSchema:
    """A schema of SDL that is known to be right: to find that out takes longer than all the rest."""
    return build_ast_schema(_parsed(sdl), assume_valid=True, assume_valid_sdl=True)


@lru_cache(4)
def _parsed(sdl: str) -> DocumentNode:
    return parse(sdl, no_location=True)


def random_cases(seed: str, count: int) -> list[Case]:
    """Some operations on one random schema, each with its own resolvers."""
    random = Random(seed)
    sdl = random_sdl(random)
    schema = built(sdl)
    return [_random_case(random, sdl, schema, f"{seed}/{number}") for number in range(count)]


def _random_case(random: Random, sdl: str, schema: GraphQLSchema, seed: str) -> Case:
    operation = random_operation(random, schema)
    case = Case(
        sdl, operation, seed=seed, breadth=random.choice((1, 2, 3)), root=random.choice(("row", "row", "dict", "none"))
    )
    wildness = random.choice(WILDNESS)
    menu = random.choice(
        (RESOLVERS, KINDS, RESOLVERS + KINDS, ("stored",), ("sync", "method", "stored", "Computed", "Attribute"))
    )
    for name, kind in schema.type_map.items():
        if name.startswith("__") or not (is_object_type(kind) or is_abstract_type(kind)):
            continue
        case.forms[name] = random.choice(ABSTRACT_FORMS if is_abstract_type(kind) else OBJECT_FORMS)
        case.wild[name] = wildness / 2 if is_abstract_type(kind) else wildness / 4
        if is_object_type(kind):
            for field_name, defined in kind.fields.items():
                case.forms[f"{name}.{field_name}"] = _form(random, menu, defined)
                case.wild[f"{name}.{field_name}"] = wildness * random.choice((0, 1, 1, 2))
    for root in ("Query", "Mutation"):
        case.forms[root] = "named"
    case.wild["Odd"] = wildness
    return case


def _form(random: Random, menu: tuple[str, ...], defined: GraphQLField) -> str:
    groups = is_object_type(get_named_type(defined.type)) and not is_list_type(get_nullable_type(defined.type))
    if groups and menu[-1] in KINDS and random.random() < 0.2:
        return "Same"
    return random.choice(menu)
