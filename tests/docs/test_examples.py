"""Every example of the documentation fits the schema, and every mutation has one."""

import re

import pytest
from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate

from docs.generate import README

ROOT = README.parent
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
_BLOCKS = re.compile(r"```(?:graphql|text)\n(\s*(?:query|mutation|subscription|\{)[^`]*)```")
EXAMPLES = [
    pytest.param(block, id=f"{page.name}-{place}")
    for page in PAGES
    for place, block in enumerate(_BLOCKS.findall(page.read_text()))
]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(), assume_valid=True)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_fits_the_schema(example: str, schema: GraphQLSchema) -> None:
    assert [error.message for error in validate(schema, parse(example))] == []


def test_every_mutation_has_an_example(schema: GraphQLSchema) -> None:
    text = "".join(page.read_text() for page in PAGES)
    shown = set(re.findall(r"\b([a-z]\w+)\s*\(\s*input\s*:", text))
    shown |= {
        field.name.value
        for block in _BLOCKS.findall(text)
        for operation in parse(block).definitions
        if isinstance(operation, OperationDefinitionNode)
        for field in operation.selection_set.selections
        if isinstance(field, FieldNode)
    }
    assert schema.mutation_type is not None
    assert sorted(set(schema.mutation_type.fields) - shown) == []
