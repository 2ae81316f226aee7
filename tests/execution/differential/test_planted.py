"""The generated cases see faults: each one planted is found within the number of cases that every run compares."""

from functools import lru_cache
from pathlib import Path

import pytest

from tests.execution.differential import oracle_faults, our_faults
from tests.execution.differential.case import Case, random_cases
from tests.execution.differential.mutants import Fault
from tests.execution.differential.running import Contestant, compare, ours, theirs
from tests.execution.differential.test_differential import CASES, GROUP, pytestmark

__all__ = ["pytestmark"]


@lru_cache(400)
def group(number: int) -> list[Case]:
    return random_cases(f"planted {number}", GROUP)


async def is_found(contestant: Contestant) -> bool:
    for number in range(max(CASES, 3200) // GROUP):
        for case in group(number):
            try:
                if await compare(case, contestant):
                    return True
            except Exception:
                return True
    return False


@pytest.mark.parametrize("fault", our_faults.FAULTS, ids=lambda fault: fault.what)
async def test_a_fault_in_our_executor_is_found(fault: Fault, tmp_path: Path) -> None:
    faulty = our_faults.executor_with(fault, tmp_path)
    assert await is_found(lambda schema, kinds: ours(schema, kinds, faulty))


@pytest.mark.parametrize("fault", oracle_faults.FAULTS, ids=lambda fault: fault.what)
async def test_a_fault_in_what_graphql_core_does_for_us_is_found(fault: Fault) -> None:
    faulty = oracle_faults.executor_with(fault)
    assert await is_found(lambda schema, kinds: theirs(schema, faulty))
