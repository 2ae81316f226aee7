"""Random operations that a schema admits, and variables for them."""

from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    parse,
    validate,
)

from tests.execution.differential.inputs import Inputs

Selectable = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
META = (
    "__schema { queryType { name } }",
    '__type(name: "O0") { name kind fields { name type { kind ofType { name } } } }',
    '__type(name: "Absent") { name }',
)


@dataclass
class Operation:
    """A document, the operation of it to run, and the variables of each run."""

    document: str
    name: str | None
    runs: list[dict[str, Any]]


def random_operation(random: Random, schema: GraphQLSchema, *, runs: int = 2) -> Operation:
    """A valid operation; selections that conflict are thrown away and written anew."""
    while True:
        operation = Writer(random, schema).operation(runs)
        if not validate(schema, parse(operation.document)):
            return operation


class Writer:
    """Writes one document."""

    def __init__(self, random: Random, schema: GraphQLSchema) -> None:
        self._random = random
        self._schema = schema
        self._inputs = Inputs(random)
        self._fragments: dict[str, tuple[Selectable, str]] = {}
        self._arguments: dict[str, list[str]] = {}
        self._left = random.choice((4, 8, 16, 30))

    def operation(self, runs: int) -> Operation:
        """A query, or a mutation, with fragments and variables, now and then among other operations."""
        keyword = "mutation" if self._chance(0.25) else "query"
        root = self._schema.mutation_type if keyword == "mutation" else self._schema.query_type
        assert root
        body = self._selections(root, self._random.randint(2, 4))
        name = self._random.choice((None, "Main"))
        text = self._header(keyword, name) + body
        text += "".join(f"\nfragment {each} on {kind}{body}" for each, (kind, body) in self._fragments.items())
        if name and self._chance(0.3):
            text = f"query Other {{ __typename }}\n{text}"
        return Operation(text, name, [self._inputs.values() for _ in range(runs)])

    def _header(self, keyword: str, name: str | None) -> str:
        declared = self._inputs.declarations()
        return f"{keyword} {name or ''}{f'({declared})' if declared else ''}{self._note()}"

    def _selections(self, parent: Selectable, depth: int) -> str:
        """A selection set; some of its fields are selected a second time with other parts."""
        lines = [self._selection(parent, depth) for _ in range(self._random.randint(1, 4))]
        if parent is self._schema.query_type and self._chance(0.05):
            lines.append(self._random.choice(META))
        return " { " + " ".join(lines) + " }"

    def _selection(self, parent: Selectable, depth: int) -> str:
        self._left -= 1
        roll = self._random.random()
        if roll < 0.08 or (isinstance(parent, GraphQLUnionType) and roll < 0.2):
            return f"{self._random.choice(('', '', 't: '))}__typename{self._directives()}"
        if depth and self._left > 0 and (roll < 0.3 or isinstance(parent, GraphQLUnionType)):
            return self._fragment(parent, depth)
        return "__typename" if isinstance(parent, GraphQLUnionType) else self._field(parent, depth)

    def _field(self, parent: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        deep = depth > 0 and self._left > 0
        names = [name for name, field in parent.fields.items() if deep or is_leaf_type(get_named_type(field.type))]
        if not names:
            return "__typename"
        nested = [name for name in names if is_composite_type(get_named_type(parent.fields[name].type))]
        name = self._random.choice(nested if nested and self._chance(0.5) else names)
        return self._written(name, parent.fields[name], depth)

    def _written(self, name: str, field: GraphQLField, depth: int) -> str:
        arguments = self._given(name, field)
        target = get_named_type(field.type)
        once = f"{self._alias(name, arguments)}{name}{arguments}{self._directives()}"
        if not is_composite_type(target):
            return once
        written = once + self._selections(target, depth - 1)
        if self._chance(0.2):
            written += f" {once}{self._selections(target, depth - 1)}"
        return written

    def _alias(self, name: str, arguments: str) -> str:
        """Different arguments have different aliases, or the document would be refused."""
        if self._chance(0.06):
            return f"{self._random.choice('xyz')}: "
        number = self._arguments[name].index(arguments)
        return f"{name}_{number}: " if number or self._chance(0.1) else ""

    def _given(self, name: str, field: GraphQLField) -> str:
        known = self._arguments.setdefault(name, [])
        if known and self._chance(0.6):
            return self._random.choice(known)
        given = [text for key, argument in field.args.items() if (text := self._argument(key, argument))]
        arguments = f"({', '.join(given)})" if given else ""
        if arguments not in known:
            known.append(arguments)
        return arguments

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        value = self._inputs.argument(argument)
        return "" if value is None else f"{name}: {value}"

    def _fragment(self, parent: Selectable, depth: int) -> str:
        if self._chance(0.5):
            known = [name for name, (kind, _) in self._fragments.items() if self._overlap(kind, parent)]
            if not known or self._chance(0.4):
                known = [self._new_fragment(parent, depth)]
            return f"...{self._random.choice(known)}{self._directives()}"
        if self._chance(0.25):
            return f"...{self._directives()}{self._selections(parent, depth - 1)}"
        target = self._narrower(parent)
        return f"... on {target}{self._directives()}{self._selections(target, depth - 1)}"

    def _new_fragment(self, parent: Selectable, depth: int) -> str:
        target = self._narrower(parent)
        body = self._selections(target, depth - 1)
        name = f"F{len(self._fragments)}"
        self._fragments[name] = (target, body)
        return name

    def _narrower(self, parent: Selectable) -> Selectable:
        kinds = [kind for kind in self._schema.type_map.values() if self._overlap(kind, parent)]
        chosen = self._random.choice(kinds or [parent])
        assert isinstance(chosen, Selectable)
        return chosen

    def _overlap(self, kind: GraphQLNamedType, parent: Selectable) -> bool:
        return isinstance(kind, Selectable) and bool(self._possible(kind) & self._possible(parent))

    def _possible(self, kind: Selectable) -> set[str]:
        if isinstance(kind, GraphQLObjectType):
            return {kind.name}
        return {each.name for each in self._schema.get_possible_types(kind)}

    def _directives(self) -> str:
        words = [f" @{word}(if: {self._inputs.condition()})" for word in ("skip", "include") if self._chance(0.07)]
        self._random.shuffle(words)
        return "".join(words) + self._note()

    def _note(self) -> str:
        return ' @note(text: "n")' if self._chance(0.01) else ""

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability
