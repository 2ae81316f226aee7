"""Our executor answers as graphql-core does, whatever the schema, the operation and the resolvers.

`GATEWAY_DIFFERENTIAL_CASES` asks for more cases than the usual ones, `GATEWAY_DIFFERENTIAL_SEED` for others.
"""

import os
import traceback

import pytest
from graphql import build_schema, parse, validate, validate_schema

from tests.execution.differential.case import Case, random_cases
from tests.execution.differential.reducing import pasteable, reduced
from tests.execution.differential.running import compare, theirs

CASES = int(os.environ.get("GATEWAY_DIFFERENTIAL_CASES", "3200"))
SEED = os.environ.get("GATEWAY_DIFFERENTIAL_SEED", "")
# Cases that share a schema, and tests that share the cases.
GROUP = 5
TESTS = 16

# graphql-core itself leaves coroutines behind where one failure ends a list of them.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <coroutine:pytest.PytestUnraisableExceptionWarning"),
]


async def found(case: Case) -> str | None:
    """What is wrong with our answer; a crash counts, too."""
    try:
        return await compare(case)
    except Exception:
        return traceback.format_exc(limit=-5)


@pytest.mark.parametrize("part", range(TESTS))
async def test_generated_operations_are_answered_as_by_graphql_core(part: int) -> None:
    for number in range(max(1, CASES // TESTS // GROUP)):
        for case in random_cases(f"{SEED}{part}.{number}", GROUP):
            if await found(case):
                small = await reduced(case, found)
                pytest.fail(pasteable(small, await found(small) or ""), pytrace=False)


async def test_graphql_core_agrees_with_itself() -> None:
    for number in range(12):
        for case in random_cases(f"itself {number}", GROUP):
            assert await compare(case, lambda schema, kinds: theirs(schema)) is None, case


def test_generated_schemas_and_operations_are_valid() -> None:
    for number in range(6):
        for case in random_cases(f"valid {number}", GROUP):
            schema = build_schema(case.sdl)
            assert validate_schema(schema) == []
            assert validate(schema, parse(case.operation.document)) == []
