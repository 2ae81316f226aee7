"""What an operation may read as somebody: every field on every way through it, whatever its variables say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from domain.denial import Denial, Factor
from domain.rule import Rule
from execution.document import Prepared
from gateway.cli.access.asked import asked_by
from gateway.cli.access.askers import Asker

Rules = Mapping[tuple[str, str], Rule]
Types = frozenset[str]


class Answer(Enum):
    """Whether an operation can be sent."""

    ALLOWED = "allowed"
    PARTLY = "partly"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Denied:
    """A coordinate that is denied at a path; `variable`: only when that variable asks by it."""

    coordinate: str
    path: tuple[str, ...]
    denial: Denial
    variable: str | None = None


@dataclass
class Verdict:
    """What was found; `depends` are the coordinates for which each client decides."""

    denied: list[Denied] = field(default_factory=list)
    depends: dict[str, str] = field(default_factory=dict)
    open_leaves: int = 0
    root_denied: bool = False

    @property
    def answer(self) -> Answer:
        """Impossible when a root field is denied, or nothing is left to be read."""
        if self.root_denied or not self.open_leaves:
            return Answer.IMPOSSIBLE
        return Answer.PARTLY if self.denied else Answer.ALLOWED


def judged(schema: GraphQLSchema, rules: Rules, asker: Asker, prepared: Prepared) -> Verdict:
    """The verdict on the one operation of a document."""
    definitions = prepared.document.definitions
    fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
    operation = prepared.operation(None)
    walk = _Walk(schema, rules, asker, fragments)
    root = schema.get_root_type(operation.operation)
    if root is not None:
        walk.through(operation.selection_set, frozenset({root.name}), ())
        walk.at_the_door(root.name, prepared.root_fields(operation))
    return walk.verdict


@dataclass
class _Walk:
    schema: GraphQLSchema
    rules: Rules
    asker: Asker
    fragments: Mapping[str, FragmentDefinitionNode]
    verdict: Verdict = field(default_factory=Verdict)

    def at_the_door(self, root: str, names: Iterable[str]) -> None:
        """Without a token all root fields are judged before any is left out by `@include` or `@skip`."""
        known = {denied.coordinate for denied in self.verdict.denied}
        for name in sorted(names):
            denial = None if name.startswith("__") else self.rules[root, name].for_viewer(self.asker.viewer)
            if denial is not None and denial.factor is Factor.AUTHENTICATION:
                self.verdict.root_denied = True
                if f"{root}.{name}" not in known:
                    self._note(Denied(f"{root}.{name}", (name,), denial))

    def through(self, selections: SelectionSetNode, types: Types, path: tuple[str, ...]) -> None:
        """Judges a selection set on objects that are of one of the types."""
        for node, narrowed in self._fields(selections, types):
            self._field(node, narrowed, (*path, (node.alias or node.name).value))

    def _fields(self, selections: SelectionSetNode, types: Types) -> Iterator[tuple[FieldNode, Types]]:
        for node in selections.selections:
            if not types or _is_never(node):
                continue
            if isinstance(node, FieldNode):
                yield node, types
            elif isinstance(node, InlineFragmentNode):
                named = node.type_condition.name.value if node.type_condition else None
                yield from self._fields(node.selection_set, types & self._possible(named) if named else types)
            elif isinstance(node, FragmentSpreadNode):
                spread = self.fragments[node.name.value]
                narrowed = types & self._possible(spread.type_condition.name.value)
                yield from self._fields(spread.selection_set, narrowed)

    def _field(self, node: FieldNode, types: Types, path: tuple[str, ...]) -> None:
        name = node.name.value
        if name.startswith("__"):
            self.verdict.open_leaves += 1
            return
        passed = {type_name for type_name in sorted(types) if self._passes(type_name, node, path)}
        if not passed:
            self.verdict.root_denied |= len(path) == 1
            return
        answered = {get_named_type(self._defined(type_name, name).type) for type_name in passed}
        if node.selection_set is None or all(is_leaf_type(kind) for kind in answered):
            self.verdict.open_leaves += 1
            return
        inner = frozenset().union(*(self._possible(kind.name) for kind in answered))
        self.through(node.selection_set, inner, path)

    def _passes(self, type_name: str, node: FieldNode, path: tuple[str, ...]) -> bool:
        coordinate, rule = f"{type_name}.{node.name.value}", self.rules[type_name, node.name.value]
        denial = self._denial(rule)
        if denial is not None:
            self._note(Denied(coordinate, path, denial))
            return False
        if rule.capability is not None and self.asker.account is None:
            self.verdict.depends[coordinate] = str(rule.grant or rule.level)
        return self._may_ask(node, self._defined(type_name, node.name.value), path)

    def _may_ask(self, node: FieldNode, defined: GraphQLField, path: tuple[str, ...]) -> bool:
        """Whether no argument is denied for sure."""
        sure = False
        for asked in asked_by(node, defined):
            rule = self.rules.get(asked.place)
            denial = self._denial(rule) if rule else None
            if denial is not None:
                self._note(Denied(".".join(asked.place), path, denial, asked.variable))
                sure |= asked.variable is None
        return not sure

    def _denial(self, rule: Rule) -> Denial | None:
        denial = rule.for_viewer(self.asker.viewer)
        if denial is None and self.asker.account is not None:
            return rule.for_client(self.asker.account)
        return denial

    def _note(self, denied: Denied) -> None:
        if denied not in self.verdict.denied:
            self.verdict.denied.append(denied)

    def _defined(self, type_name: str, field_name: str) -> GraphQLField:
        kind: Any = self.schema.type_map[type_name]
        defined: GraphQLField = kind.fields[field_name]
        return defined

    def _possible(self, name: str) -> Types:
        kind = self.schema.type_map[name]
        if is_abstract_type(kind):
            return frozenset(possible.name for possible in self.schema.get_possible_types(kind))
        return frozenset({name})


def _is_never(node: SelectionNode) -> bool:
    """Left out whatever the variables say: `@include(if: false)`, `@skip(if: true)`."""
    for directive in node.directives or ():
        if directive.name.value in ("include", "skip") and directive.arguments:
            value = directive.arguments[0].value
            if isinstance(value, BooleanValueNode) and value.value == (directive.name.value == "skip"):
                return True
    return False
