"""What is measured of a document equals what its fragments, written out in full, amount to."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode, parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from execution.limits import Limits, Measure

NAMES = ("a", "b", "c")


def selections(fragments: int, depth: int = 3) -> st.SearchStrategy[str]:
    """Selection sets that spread fragments of higher numbers only: no circles."""
    leaf = st.builds("{}{}".format, st.sampled_from(["", "x: ", "y: "]), st.sampled_from([*NAMES, "__typename"]))
    spread = st.sampled_from([f"...F{number}" for number in range(fragments)]) if fragments else leaf
    inner = st.deferred(lambda: selections(fragments, depth - 1)) if depth else leaf
    nested = st.builds("{} {{ {} }}".format, st.sampled_from(["a", "x: b", "...", "... on T"]), inner)
    item = st.one_of(leaf, spread, nested) if depth else st.one_of(leaf, spread)
    return st.lists(item, min_size=1, max_size=4).map(" ".join)


@st.composite
def operations(draw: st.DrawFn) -> str:
    fragments = [draw(selections(number)) for number in range(3)]
    defined = "".join(f" fragment F{number} on T {{ {body} }}" for number, body in enumerate(fragments))
    return f"{{ {draw(selections(3))} }}{defined}"


class WrittenOut:
    """The plain definition, exponential and obvious."""

    def __init__(self, document: Any) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}

    def fields(self, node: Any) -> Iterator[FieldNode]:
        for selection in node.selection_set.selections if node.selection_set else ():
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, FragmentSpreadNode):
                yield from self.fields(self._fragments[selection.name.value])
            else:
                yield from self.fields(selection)

    def depth(self, node: Any) -> int:
        return max((1 + self.depth(each) for each in self.fields(node) if ordinary(each)), default=0)

    def aliases(self, node: Any) -> int:
        own = sum(each.alias is not None for each in self.fields(node))
        return own + sum(self.aliases(each) for each in self.fields(node) if ordinary(each))

    def repeats(self, node: Any) -> int:
        ordinary_ones = [each for each in self.fields(node) if ordinary(each)]
        own = Counter(each.name.value for each in ordinary_ones)
        return max([*own.values(), *map(self.repeats, ordinary_ones)], default=0)


def ordinary(node: FieldNode) -> bool:
    return not node.name.value.startswith("__")


def broken(text: str, limits: Limits) -> set[str]:
    document = parse(text)
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return {str((error.extensions or {})["limit"]) for error in Measure(document).violations(operation, limits)}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(operations())
def test_limits_hold_exactly_for_the_document_written_out(text: str) -> None:
    document = parse(text)
    operation, full = document.definitions[0], WrittenOut(document)
    depth, aliases, roots = full.depth(operation), full.aliases(operation), len(list(full.fields(operation)))
    aliases = max(aliases, full.repeats(operation))
    assert broken(text, Limits(depth=depth, aliases=aliases, root_fields=roots)) == set()
    tight = broken(text, Limits(depth=depth - 1, aliases=aliases - 1, root_fields=roots - 1))
    assert tight == {"depth", "aliases", "rootFields"}


def test_sixty_doublings_are_measured_in_a_moment() -> None:
    steps = "".join(f" fragment F{i} on T {{ x: a {{ ...F{i + 1} }} y: a {{ ...F{i + 1} }} }}" for i in range(60))
    text = f"{{ ...F0 }}{steps} fragment F60 on T {{ a }}"
    document = parse(text)
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    started = time.process_time()
    found = list(Measure(document).violations(operation, Limits()))
    assert time.process_time() - started < 0.02
    assert {(error.extensions or {})["limit"] for error in found} == {"depth", "aliases"}


@pytest.mark.parametrize(
    "text",
    [
        "{ ...A } fragment A on T { ...A }",
        "{ ...A } fragment A on T { a { ...B } } fragment B on T { ...A }",
        "{ ...Nowhere }",
    ],
)
def test_circles_and_missing_fragments_are_left_to_validation(text: str) -> None:
    assert broken(text, Limits()) == set()
