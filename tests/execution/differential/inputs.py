"""Random argument values: literals, variables, defaults, nothing at all, and sometimes the wrong thing."""

from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

OMITTED = object()
LEAVES: dict[str, list[Any]] = {
    "Int": [0, 1, -5, 2**31 - 1],
    "Float": [0.5, 2, -1e30],
    "String": ["", "text", 'quo"te é \n'],
    "Boolean": [True, False],
    "ID": ["id", 7],
    "Odd": [1, "odd", [1, {"k": None}]],
}
WRONG = ["wrong", 2**40, {"x": 1}, [1], None, True]


class Inputs:
    """The arguments of one document and the variables that they use."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._variables: dict[str, tuple[GraphQLInputType | str, bool]] = {}
        self._declared: list[str] = []

    def declarations(self) -> str:
        """What the header of the operation declares."""
        return ", ".join(self._declared)

    def argument(self, argument: GraphQLArgument) -> str | None:
        """The text of an argument's value; None leaves the argument out."""
        return self._position(argument.type, has_default=argument.default is not None)

    def condition(self) -> str:
        """What decides a `@skip` or an `@include`."""
        if self._chance(0.4):
            return self._random.choice(("true", "false"))
        known = [name for name, (kind, _) in self._variables.items() if kind == "Boolean!"]
        if known and self._chance(0.5):
            return f"${self._random.choice(known)}"
        return self._declare("Boolean!", self._random.choice(("", "", " = true", " = false")))

    def values(self) -> dict[str, Any]:
        """Values for one run of the operation: missing where they may be, rarely wrong."""
        made = {name: self._runtime(kind, optional) for name, (kind, optional) in self._variables.items()}
        return {name: value for name, value in made.items() if value is not OMITTED}

    def _position(self, kind: GraphQLInputType, *, has_default: bool) -> str | None:
        required = isinstance(kind, GraphQLNonNull)
        if (has_default or not required) and self._chance(0.35):
            return None
        if self._chance(0.4):
            return self._variable(kind, has_default=has_default)
        return self._literal(kind)

    def _variable(self, kind: GraphQLInputType, *, has_default: bool) -> str:
        """A variable for a position: of its type, of a stricter one, or nullable where a default allows it."""
        if isinstance(kind, GraphQLNonNull):
            if has_default and self._chance(0.4):
                return self._declare(kind.of_type, "")
            if self._chance(0.3):
                return self._declare(kind.of_type, f" = {self._constant(kind)}")
            return self._declare(kind, "")
        default = f" = {self._constant(kind)}" if self._chance(0.3) else ""
        return self._declare(kind if default or self._chance(0.8) else GraphQLNonNull(kind), default)

    def _declare(self, kind: GraphQLInputType | str, default: str) -> str:
        name = f"v{len(self._variables)}"
        optional = bool(default) or not str(kind).endswith("!")
        self._variables[name] = (kind, optional)
        self._declared.append(f"${name}: {kind}{default}")
        return f"${name}"

    def _literal(self, kind: GraphQLInputType) -> str:
        """A literal that may have variables inside."""
        if isinstance(kind, GraphQLNonNull):
            return self._literal(kind.of_type)
        if isinstance(kind, GraphQLList) and self._chance(0.8):
            items = [
                self._position(kind.of_type, has_default=False) or "null" for _ in range(self._random.randint(0, 2))
            ]
            return f"[{', '.join(item for item in items if item != 'null' or not _required(kind.of_type))}]"
        if isinstance(kind, GraphQLInputObjectType) and not kind.is_one_of:
            inner = [(name, self._field(field)) for name, field in kind.fields.items()]
            return "{" + ", ".join(f"{name}: {text}" for name, text in inner if text) + "}"
        return self._constant(kind)

    def _field(self, field: GraphQLInputField) -> str | None:
        if isinstance(field.type, GraphQLInputObjectType) and self._chance(0.7):
            return None
        return self._position(field.type, has_default=field.default is not None)

    def _constant(self, kind: GraphQLInputType) -> str:
        return _text(self._value(kind), kind)

    def _value(self, kind: GraphQLInputType, depth: int = 2) -> Any:
        """A coercible value, as JSON would bring it."""
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            return [self._nullable(kind.of_type, depth) for _ in range(self._random.randint(0, 2))]
        if isinstance(kind, GraphQLEnumType):
            return self._random.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return self._object(kind, depth - 1)
        return self._random.choice(LEAVES[kind.name])

    def _nullable(self, kind: GraphQLInputType, depth: int) -> Any:
        return None if not _required(kind) and self._chance(0.15) else self._value(kind, depth)

    def _object(self, kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        if kind.is_one_of:
            name = self._random.choice([*kind.fields][:3])
            return {name: self._value(kind.fields[name].type, depth)}
        given = {name: field for name, field in kind.fields.items() if _required(field.type) or self._chance(0.4)}
        inner = {
            name: field for name, field in given.items() if depth or not isinstance(field.type, GraphQLInputObjectType)
        }
        return {name: self._nullable(field.type, depth) for name, field in inner.items()}

    def _runtime(self, kind: GraphQLInputType | str, optional: bool) -> Any:
        if optional and self._chance(0.35):
            return OMITTED
        if self._chance(0.015):
            return self._random.choice(WRONG)
        if isinstance(kind, str):
            return self._chance(0.5)
        return None if optional and not _required(kind) and self._chance(0.3) else self._value(kind)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability


def _required(kind: GraphQLInputType) -> bool:
    return isinstance(kind, GraphQLNonNull)


def _text(value: Any, kind: GraphQLInputType) -> str:
    """A JSON value as a GraphQL literal of a type."""
    if isinstance(kind, GraphQLNonNull):
        return _text(value, kind.of_type)
    if value is None:
        return "null"
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(_text(item, kind.of_type) for item in value)}]"
    if isinstance(kind, GraphQLInputObjectType):
        return "{" + ", ".join(f"{name}: {_text(item, kind.fields[name].type)}" for name, item in value.items()) + "}"
    return str(value) if isinstance(kind, GraphQLEnumType) else _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_scalar(item)}" for name, item in value.items()) + "}"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return (
        {None: "null", True: "true", False: "false"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
