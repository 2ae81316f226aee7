"""A way to a type as an operation with a hole at its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from tests.access.arguments import ARGUMENTS


@dataclass(frozen=True)
class Step:
    """One field on a way; `narrowed` is the type to which an interface is narrowed behind it."""

    coordinate: str
    narrowed: str

    @property
    def name(self) -> str:
        """The field's name."""
        return self.coordinate.partition(".")[2]


def steps(way: str) -> list[Step]:
    """The fields of a way."""
    return [Step(field, narrowed) for field, _, narrowed in (word.partition("/") for word in way.split())]


def operation(way: str, hole: str, type_name: str, ids: Mapping[str, str], fragments: str = "") -> str:
    """The document that leads to a type and asks for `hole` there."""
    path = steps(way)
    root = path[0].coordinate.partition(".")[0] if path else type_name
    text = hole
    for step in reversed(path):
        inner = f"... on {step.narrowed} {{ {text} }}" if step.narrowed else text
        text = f"{step.name}{arguments(step.coordinate, step.narrowed, ids)} {{ {inner} }}"
    return f"{root.lower()} {{ {text} }} {fragments}"


def arguments(coordinate: str, narrowed: str, ids: Mapping[str, str]) -> str:
    """The arguments of a field, filled in; those of `node` and `nodes` name an object of the type that follows."""
    written = ARGUMENTS.get(coordinate, "")
    return written.format(**{**ids, "Client": ids[narrowed]} if narrowed and "node" in coordinate else ids)


def shapes(schema: GraphQLSchema, type_name: str, field: str, text: str) -> str:
    """One field in every dress: plain, under an alias, in fragments with and without a name, behind an interface."""
    kind = schema.type_map[type_name]
    dressed = f"{text} alias_{field}: {text} ...F_{field} ... on {type_name} {{ inline_{field}: {text} }}"
    if isinstance(kind, GraphQLObjectType):
        for interface in kind.interfaces:
            behind = f"... on {type_name} {{ {interface.name.lower()}_{field}: {text} }}"
            dressed += f" ... on {interface.name} {{ {behind} }}"
    return dressed


def keys(schema: GraphQLSchema, type_name: str, field: str) -> list[str]:
    """The response keys of the dresses, in their order."""
    kind = schema.type_map[type_name]
    interfaces = kind.interfaces if isinstance(kind, GraphQLObjectType) else ()
    names = [field, f"alias_{field}", f"fragment_{field}", f"inline_{field}"]
    return names + [f"{interface.name.lower()}_{field}" for interface in interfaces]


def fragment(type_name: str, field: str, text: str) -> str:
    """The named fragment that `shapes` spreads."""
    return f"fragment F_{field} on {type_name} {{ fragment_{field}: {text} }}"


def asked(schema: GraphQLSchema, type_name: str, field: str, ids: Mapping[str, str]) -> str:
    """A field with its arguments and the least selection."""
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    leaf = is_leaf_type(get_named_type(kind.fields[field].type))
    return f"{field}{arguments(f'{type_name}.{field}', '', ids)}" + ("" if leaf else " { __typename }")


def is_list(schema: GraphQLSchema, coordinate: str) -> bool:
    """Whether a field answers a list."""
    type_name, _, field = coordinate.partition(".")
    kind: Any = schema.type_map[type_name]
    answered = kind.fields[field].type
    return isinstance(answered.of_type if isinstance(answered, GraphQLNonNull) else answered, GraphQLList)


def found(data: Any, path: list[Step]) -> Iterator[tuple[list[str | int], Any]]:
    """The objects at the end of a way, each with its path in the response; what is null leads nowhere."""
    objects: list[tuple[list[str | int], Any]] = [([], data)]
    for step in path:
        objects = [
            (place, value)
            for where, parent in objects
            for place, value in _each([*where, step.name], parent.get(step.name))
            if not step.narrowed or value
        ]
    yield from objects


def _each(where: list[str | int], value: Any) -> Iterator[tuple[list[str | int], Any]]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _each([*where, place], item)
    elif value is not None:
        yield where, value
