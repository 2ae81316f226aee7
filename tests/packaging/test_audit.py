"""The audit fails on a known hole and on a package it could not look up, and says so when nobody answers."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "h11", "version": "0.16.0", "vulns": []}
HOLED = {"name": "starlette", "version": "1.0.0", "vulns": [{"id": "CVE-2026-1"}]}
SKIPPED = {"name": "joserfc", "skip_reason": "could not be audited"}
Verdict = Callable[[list[dict[str, Any]] | None, str], str | None]


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Verdict = module.verdict
    return found


def test_packages_without_a_known_hole_pass(verdict: Verdict) -> None:
    assert verdict([CLEAN, CLEAN], "") is None


def test_a_known_hole_fails_and_is_named(verdict: Verdict) -> None:
    assert verdict([CLEAN, HOLED], "") == "starlette 1.0.0: CVE-2026-1"


def test_a_single_package_that_was_not_looked_up_fails(verdict: Verdict) -> None:
    assert verdict([CLEAN, SKIPPED], "") == "not audited: joserfc"


@pytest.mark.parametrize(("dependencies", "said"), [([SKIPPED, SKIPPED], ""), (None, "requests: ConnectionError")])
def test_no_answer_for_any_package_counts_as_no_service(
    verdict: Verdict, dependencies: list[dict[str, Any]] | None, said: str
) -> None:
    assert verdict(dependencies, said) == ""


def test_an_audit_that_breaks_off_for_another_reason_fails(verdict: Verdict) -> None:
    assert verdict(None, "hashes do not match") == "pip-audit broke off:\nhashes do not match"


def test_an_audit_of_nothing_fails(verdict: Verdict) -> None:
    assert verdict([], "") == "the lock is empty"
