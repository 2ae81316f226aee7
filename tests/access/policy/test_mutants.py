"""No mistake in the policy goes unseen: each mutant of it fails the trial, but for those that decide the same."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from domain import access, rule
from tests.access.policy.mutants import loaded, mutants
from tests.access.policy.trial import judge

# Mutants that decide the same in all cases, and why.
EQUIVALENT = {
    "access.able: viewer.role is None or viewer.role not in ABILITY_ROLES[ability] -> "
    "viewer.role not in ABILITY_ROLES[ability]": "no ability is for those without a role; it is said for the types",
}


@pytest.fixture
def _restored() -> Iterator[None]:
    """The real policy is back afterwards, for whoever looks for it by name."""
    real = {name: sys.modules[name] for name in ("domain.access", "domain.rule")}
    yield
    sys.modules.update(real)


def survives(of_access: CodeType, of_rule: CodeType) -> bool:
    """Whether a policy passes the trial; one that cannot even be loaded does not."""
    try:
        judge(loaded("domain.access", of_access), loaded("domain.rule", of_rule))
    except Exception:
        return False
    return True


def _code(module: ModuleType) -> CodeType:
    path = Path(str(module.__file__))
    return compile(path.read_text(), path.name, "exec")


def test_the_policy_passes_the_trial() -> None:
    judge(access, rule)


@pytest.mark.usefixtures("_restored")
def test_every_mutant_of_the_policy_dies() -> None:
    right_access, right_rule = _code(access), _code(rule)
    alive = [each.name for each in mutants(access) if survives(each.code, right_rule)]
    alive += [each.name for each in mutants(rule) if survives(right_access, each.code)]
    assert sorted(alive) == sorted(EQUIVALENT)


@pytest.mark.parametrize(
    "mistake",
    [
        "access: {AccessStatus.ACTIVE, AccessStatus.SUSPENDED} -> {AccessStatus.ACTIVE}",
        "access.able: ability is Ability.INVITE_CLIENTS and viewer.role is Role.BOOKKEEPER -> "
        "viewer.role is Role.BOOKKEEPER",
    ],
)
def test_the_mistakes_that_people_make_are_among_them(mistake: str) -> None:
    assert mistake in {each.name for each in mutants(access)}
