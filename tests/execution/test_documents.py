"""Documents are prepared once, kept while there is room, and refused with codes."""

import pytest
from graphql import print_ast

from execution.document import DocumentRefused, Documents
from execution.limits import Limits
from tests.execution.schemas import schema


def documents(size: int = 1_000, **limits: int) -> Documents:
    return Documents(schema(), Limits(**limits), introspection=False, size=size)


def codes(made: Documents, text: str) -> list[str]:
    with pytest.raises(DocumentRefused) as refused:
        made.prepare(text)
    return [str((error.extensions or {})["code"]) for error in refused.value.errors]


def test_the_same_text_is_prepared_once() -> None:
    made = documents()
    assert made.prepare("{ cat { name } }") is made.prepare("{ cat { name } }")
    assert made.prepare("{ cat { name } }") is not made.prepare("{ cat {name} }")


def test_the_one_not_used_for_longest_makes_room() -> None:
    made = documents(size=2)
    first, second = made.prepare("{ a: cat { name } }"), made.prepare("{ b: cat { name } }")
    assert made.prepare("{ a: cat { name } }") is first
    made.prepare("{ c: cat { name } }")
    assert made.prepare("{ a: cat { name } }") is first
    assert made.prepare("{ b: cat { name } }") is not second


def test_what_is_refused_once_is_refused_again() -> None:
    made = documents()
    assert codes(made, "{ nothing }") == codes(made, "{ nothing }") == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ cat { name(x: $) } }", "GRAPHQL_PARSE_FAILED"),
        ('{ add(numbers: "\ud800") }', "GRAPHQL_PARSE_FAILED"),
        ("{ cat }", "GRAPHQL_VALIDATION_FAILED"),
        ("type Cow { name: String }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { cat }", "GRAPHQL_VALIDATION_FAILED"),
        ("fragment F on Cat { name }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ cat { name } } #" + "x" * 16_384, "LIMIT_EXCEEDED"),
        ("{ cat { " + "name " * 2_001 + "} }", "LIMIT_EXCEEDED"),
        ("{ add(numbers: [" + "1 " * 251 + "]) }", "LIMIT_EXCEEDED"),
        ("{ add(numbers: " + "[" * 950 + "]" * 950 + ") }", "LIMIT_EXCEEDED"),
    ],
)
def test_every_refusal_has_its_code(text: str, code: str) -> None:
    assert set(codes(documents(), text)) == {code}


@pytest.mark.parametrize("levels", range(20, 320, 20))
def test_nesting_of_any_depth_is_refused_in_words(levels: int) -> None:
    text = "{ cat " + "{ enemy " * levels + "{ name }" + "}" * levels + " }"
    assert codes(documents(), text) == ["LIMIT_EXCEEDED"]


def test_two_hundred_and_fifty_items_are_not_too_many() -> None:
    assert documents().prepare("{ add(numbers: [" + "1 " * 250 + "]) }")


def test_no_more_errors_are_told_than_allowed() -> None:
    assert len(codes(documents(validation_errors=3), "{ a b c d e f }")) == 3


def test_the_only_operation_needs_no_name_and_one_of_several_does() -> None:
    single = documents().prepare("query A { cat { name } }")
    assert print_ast(single.operation(None)) == print_ast(single.operation("A"))
    several = documents().prepare('query A { cat { name } } mutation B { rename(name: "x") { name } }')
    assert [several.operation(name).operation.value for name in "AB"] == ["query", "mutation"]
    for wrong in (None, "C", ""):
        with pytest.raises(DocumentRefused, match="operation"):
            several.operation(wrong)


def test_root_fields_are_found_behind_fragments_and_conditions() -> None:
    prepared = documents().prepare(
        "query A { cat { name } ...F ... @include(if: false) { dog { name } } }"
        " fragment F on Query { x: add(numbers: []) ...G }"
        " fragment G on Query { __typename pets { name } } query B { cats { name } ...F }"
    )
    assert prepared.root_fields(prepared.operation("A")) == {"cat", "dog", "add", "__typename", "pets"}
