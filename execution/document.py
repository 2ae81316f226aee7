"""Documents made ready to run: parsed, validated, measured once, and kept by the hash of their text."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import NoSchemaIntrospectionCustomRule, ValuesOfCorrectTypeRule

from execution.cost import Prices
from execution.deprecations import Deprecated, Deprecations
from execution.faults import Faults, LocatedValues
from execution.limits import Limits, Measure, exceeded, long_lists, long_numbers
from execution.operation_cost import OperationCost
from execution.too_dear import too_dear

_RULES = [LocatedValues if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules]


class DocumentRefused(Exception):
    """A document that cannot run, with the errors to tell; each has its code."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Price:
    """What an operation may cost at the most, and what it is allowed to."""

    estimated: int
    budget: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of a cache: how often it had what was asked for, how often not, and how much it keeps now."""

    hits: int
    misses: int
    size: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may run; `digest` is the SHA-256 of its text, in hex."""

    document: DocumentNode
    digest: str
    budget: int
    costs: Mapping[int, OperationCost]
    deprecated: tuple[Deprecated, ...] = ()
    # What was asked of the document before; no more than it has operations.
    _chosen: dict[str | None, OperationDefinitionNode] = field(default_factory=dict)
    _roots: dict[int, set[str]] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run; raises DocumentRefused when the name does not single one out."""
        known = self._chosen.get(name)
        if known is None:
            known = self._chosen[name] = self._choose(name)
        return known

    def _choose(self, name: str | None) -> OperationDefinitionNode:
        operations = [d for d in self.document.definitions if isinstance(d, OperationDefinitionNode)]
        chosen = [o for o in operations if name is None or (o.name and o.name.value == name)]
        if len(chosen) == 1:
            return chosen[0]
        if name is None and operations:
            raise _refused("BAD_REQUEST", "The document has several operations: choose one by `operationName`.")
        raise _refused("BAD_REQUEST", "The document has no operation of the name in `operationName`.")

    def price(self, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None) -> Price:
        """The price of an operation, before anything of it runs; raises DocumentRefused above the budget."""
        cost = self.costs[id(operation)]
        estimated = cost.estimated(variables)
        if estimated > self.budget:
            raise DocumentRefused([too_dear(cost, cost.run(variables), estimated, self.budget)])
        return Price(estimated, self.budget)

    def root_fields(self, operation: OperationDefinitionNode) -> set[str]:
        """The names of the root fields that an operation may run, whatever its variables."""
        known = self._roots.get(id(operation))
        if known is None:
            known = self._roots[id(operation)] = self._read_roots(operation)
        return known

    def _read_roots(self, operation: OperationDefinitionNode) -> set[str]:
        fragments = {d.name.value: d for d in self.document.definitions if isinstance(d, FragmentDefinitionNode)}
        found: set[str] = set()
        todo: list[SelectionSetNode] = [operation.selection_set]
        while todo:
            for selection in todo.pop().selections:
                if isinstance(selection, FieldNode):
                    found.add(selection.name.value)
                elif isinstance(selection, FragmentSpreadNode):
                    fragment = fragments.pop(selection.name.value, None)
                    todo += [fragment.selection_set] if fragment else []
                elif isinstance(selection, InlineFragmentNode):
                    todo.append(selection.selection_set)
        return found


class Documents:
    """Prepares documents for one schema; the last `size` good ones are kept."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, *, introspection: bool, size: int = 1_000) -> None:
        self.prices = Prices(schema, limits.page)
        self._schema = schema
        self._deprecations = Deprecations(schema)
        self._limits = limits
        self._long_number = re.compile(rf"\d{{{limits.digits}}}")
        self._size = size
        self._hits = self._misses = 0
        self.faults = Faults(schema, lists=introspection)
        self._rules = [*_RULES] if introspection else [*_RULES, NoSchemaIntrospectionCustomRule]
        self._kept: OrderedDict[str, Prepared] = OrderedDict()

    def prepare(self, text: str) -> Prepared:
        """The document of a text; raises DocumentRefused."""
        raw = text.encode("utf-8", "surrogatepass")
        if len(raw) > self._limits.document_bytes:
            message = f"The document is larger than {self._limits.document_bytes} bytes."
            raise DocumentRefused([exceeded(message, None, "documentBytes", self._limits.document_bytes)])
        digest = hashlib.sha256(raw).hexdigest()
        known = self._kept.get(digest)
        if known is None:
            self._misses += 1
            known = self._kept[digest] = self._prepare(text, digest)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        else:
            self._hits += 1
        self._kept.move_to_end(digest)
        return known

    def statistics(self) -> Statistics:
        """How the documents kept have served so far; what was refused counts as a miss."""
        return Statistics(self._hits, self._misses, len(self._kept))

    def _prepare(self, text: str, digest: str) -> Prepared:
        document = self._parse(text)
        try:
            self._measure(document, text)
            self._validate(document)
            operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
            costs = {id(each): OperationCost(self.prices, document, each) for each in operations}
        except RecursionError:
            # What the parser can just follow may be too deep for those who come after it.
            error = exceeded("The document is nested too deeply.", None, "depth", self._limits.depth)
            raise DocumentRefused([error]) from None
        return Prepared(document, digest, self._limits.cost, costs, self._deprecations.used(document))

    def _parse(self, text: str) -> DocumentNode:
        try:
            return parse(text, max_tokens=self._limits.tokens, max_lexical_tokens=2 * self._limits.tokens)
        except GraphQLError as error:
            code = "LIMIT_EXCEEDED" if error.message.endswith("Parsing aborted.") else "GRAPHQL_PARSE_FAILED"
            raise DocumentRefused([_coded(code, error)]) from None

    def _measure(self, document: DocumentNode, text: str) -> None:
        measure = Measure(document)
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        found = [error for operation in operations for error in measure.violations(operation, self._limits)]
        found += long_lists(document, self._limits) if "[" in text else []
        found += long_numbers(document, self._limits) if self._long_number.search(text) else []
        if found:
            raise DocumentRefused(found[: self._limits.validation_errors])

    def _validate(self, document: DocumentNode) -> None:
        most = self._limits.validation_errors
        errors = validate(self._schema, document, self._rules, max_errors=most, hide_suggestions=True)
        if errors:
            # graphql-core adds one more, to say that it stopped counting.
            raise DocumentRefused([self._invalid(error) for error in errors[:most]])

    def _invalid(self, error: GraphQLError) -> GraphQLError:
        error.message = self.faults.told(error.message)
        return _coded("GRAPHQL_VALIDATION_FAILED", error)


def _coded(code: str, error: GraphQLError) -> GraphQLError:
    return GraphQLError(
        error.message, error.nodes, error.source, error.positions, extensions={**(error.extensions or {}), "code": code}
    )


def _refused(code: str, message: str) -> DocumentRefused:
    return DocumentRefused([GraphQLError(message, extensions={"code": code})])
