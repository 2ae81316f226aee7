"""What an operation costs, as a small tree: compiled once, evaluated with the variables of each request.

A selection set is priced once for each concrete type that it meets, however often it is spread, so a tree has at
most as many parts as the document has selections (times the types of an interface).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import BooleanValueNode, DirectiveNode, FieldNode, Undefined, ValueNode

from execution.sizes import UNSTATED, ListSize, Variables, value_at


class Amount(NamedTuple):
    """A cost; `open` has that of one item of each list whose length only the field around it states, by its name."""

    fixed: int
    open: Mapping[str, int]

    def closed(self, size: ListSize | None, length: int) -> int:
        """The whole cost, inside a field that is `length` long."""
        if not self.open:
            return self.fixed
        sized = size.sized if size else frozenset()
        return self.fixed + sum(each * (length if name in sized else UNSTATED) for name, each in self.open.items())


NOTHING = Amount(0, {})


@dataclass
class Run:
    """One evaluation; `forced` says how long the lists of some fields shall be taken to be."""

    variables: Variables
    forced: Mapping[int, int] = field(default_factory=dict)
    known: dict[int, Amount] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Selections:
    """A selection set on one concrete type; `constant` when no variable changes its price."""

    parts: "list[Part]" = field(default_factory=list)
    constant: Amount | None = None
    fixed: Amount = NOTHING
    varying: "list[Part]" = field(default_factory=list)

    def amount(self, run: Run) -> Amount:
        """What one object's selections cost."""
        if self.constant is not None and not run.forced:
            return self.constant
        known = run.known.get(id(self))
        if known is None:
            parts = self.parts if run.forced else self.varying
            amounts = [part.amount(run) for part in parts]
            known = run.known[id(self)] = _sum(amounts if run.forced else [self.fixed, *amounts])
        return known

    def settle(self) -> None:
        """To be called once all parts are there: what no variable changes is added up for good."""
        self.varying = [part for part in self.parts if part.varies]
        self.fixed = _sum(part.amount(Run({})) for part in self.parts if not part.varies)
        self.constant = None if self.varying else self.fixed


@dataclass(eq=False, slots=True, kw_only=True)
class Part:
    """A part of a selection set: by itself, a fragment that applies to its type."""

    conditions: tuple[DirectiveNode, ...]
    inner: list[tuple[int, Selections]]
    varies: bool

    def amount(self, run: Run) -> Amount:
        """What the part costs."""
        return self.inner[0][1].amount(run) if _asked(self.conditions, run.variables) else NOTHING


@dataclass(eq=False, slots=True, kw_only=True)
class FieldPart(Part):
    """A field: `inner` has the weight and the selections of each type that it may answer with."""

    node: FieldNode
    weight: int
    size: ListSize | None
    is_list: bool
    is_open: bool

    @property
    def key(self) -> str:
        """The name in the response."""
        return (self.node.alias or self.node.name).value

    def amount(self, run: Run) -> Amount:
        """The field's own weight, and its objects by their number: the dearest type counts."""
        if not _asked(self.conditions, run.variables):
            return NOTHING
        length = self.length(run)
        each = max((own + inner.amount(run).closed(self.size, length) for own, inner in self.inner), default=0)
        if self.is_open:
            return Amount(self.weight, {self.node.name.value: each})
        return Amount(self.weight + each * (length if self.is_list else 1), {})

    def length(self, run: Run) -> int:
        """How long the field's list is at the most."""
        if id(self.node) in run.forced:
            return run.forced[id(self.node)]
        return self.size.of(self.node, run.variables) if self.size else UNSTATED


def _sum(amounts: Iterable[Amount]) -> Amount:
    fixed, opened = 0, dict[str, int]()
    for amount in amounts:
        fixed += amount.fixed
        for name, each in amount.open.items():
            opened[name] = opened.get(name, 0) + each
    return Amount(fixed, opened)


def if_of(condition: DirectiveNode) -> ValueNode:
    """The argument of a `@skip` or `@include` that has passed validation."""
    assert condition.arguments
    return condition.arguments[0].value


def _asked(conditions: tuple[DirectiveNode, ...], variables: Variables) -> bool:
    return all(_holds(each, variables) for each in conditions)


def _holds(condition: DirectiveNode, variables: Variables) -> bool:
    value: Any = value_at(if_of(condition), (), variables)
    value = value.value if isinstance(value, BooleanValueNode) else value
    # What is no boolean is refused when it runs.
    return value is Undefined or value is not (condition.name.value == "skip")
