"""Everybody who may ask the policy, and every state in which a client's access can be."""

from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any

from domain.account import Account as Facts
from domain.vocabulary import AccessStatus, Role, Scope
from tests.access.reference import GRANTS, Account, Asker

LETTERS = {"O": Role.OWNER, "A": Role.ADMIN, "B": Role.BOOKKEEPER, "V": Role.VIEWER}
GRANT_SETS: list[tuple[str, ...]] = [(), *((grant,) for grant in GRANTS), GRANTS]


def callers(access: ModuleType) -> Iterator[tuple[Asker, Any]]:
    """Everybody who may ask, as the reference and as the policy call them."""
    kinds, viewer = access.ViewerKind, access.Viewer
    for letter, role in LETTERS.items():
        yield Asker(letter), viewer(kinds.COLLEAGUE, role=role)
    yield Asker("P"), viewer(kinds.PERSON)
    yield Asker("-"), access.ANONYMOUS
    yield Asker("X"), access.machine_with(Scope.PLATFORM_OPERATE)
    yield Asker("I"), access.machine_with()
    for scope in set(Scope) - {Scope.PLATFORM_OPERATE}:
        yield Asker("I", frozenset({scope.value})), access.machine_with(scope)


def accounts() -> Iterator[tuple[Account, Facts]]:
    """Every state in which a client's access can be."""
    for status, poa, level, grants in product(AccessStatus, (True, False), ("LIMITED", "EXTENDED"), GRANT_SETS):
        bits = sum(1 << GRANTS.index(grant) for grant in grants)
        yield Account(status.value, poa, level, frozenset(grants)), Facts(status, poa, level, bits)
