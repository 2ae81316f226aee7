"""The audit fails on a known hole, on a package it could not look up, and when nobody answers, unless told to pass."""

import importlib.util
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "h11", "version": "0.16.0", "vulns": []}
HOLED = {"name": "starlette", "version": "1.0.0", "vulns": [{"id": "CVE-2026-1"}]}
SKIPPED = {"name": "joserfc", "skip_reason": "could not be audited"}
NOBODY: list[tuple[list[dict[str, Any]] | None, str]] = [([SKIPPED, SKIPPED], ""), (None, "requests: ConnectionError")]
Verdict = Callable[..., str | None]


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=[False, True], ids=["online", "offline"])
def verdict(program: ModuleType, request: pytest.FixtureRequest) -> Verdict:
    """The verdict of a run, told that there is no service or not: where one answers, that changes nothing."""
    return partial(program.verdict, offline=request.param)


def test_packages_without_a_known_hole_pass(verdict: Verdict) -> None:
    assert verdict([CLEAN, CLEAN], "") is None


def test_a_known_hole_fails_and_is_named(verdict: Verdict) -> None:
    assert verdict([CLEAN, HOLED], "") == "starlette 1.0.0: CVE-2026-1"


def test_a_single_package_that_was_not_looked_up_fails(verdict: Verdict) -> None:
    assert verdict([CLEAN, SKIPPED], "") == "not audited: joserfc"


def test_an_audit_that_breaks_off_for_another_reason_fails(verdict: Verdict) -> None:
    assert verdict(None, "hashes do not match") == "pip-audit broke off:\nhashes do not match"


def test_an_audit_of_nothing_fails(verdict: Verdict) -> None:
    assert verdict([], "") == "the lock is empty"


@pytest.mark.parametrize(("dependencies", "said"), NOBODY)
def test_where_nobody_answers_only_a_run_that_was_told_so_passes(
    program: ModuleType, dependencies: list[dict[str, Any]] | None, said: str
) -> None:
    assert program.verdict(dependencies, said, offline=False) == program.UNREACHABLE
    assert program.verdict(dependencies, said, offline=True) is None


@pytest.mark.parametrize(("told", "known", "passes"), [("", SKIPPED, False), ("1", SKIPPED, True), ("1", CLEAN, False)])
def test_offline_is_believed_only_while_no_service_answers(
    program: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: str,
    known: dict[str, Any],
    passes: bool,
) -> None:
    monkeypatch.setattr("sys.argv", ["audit.py"])
    monkeypatch.setenv("AUDIT_OFFLINE", told)
    answers = {program.LOCK: [SKIPPED, SKIPPED]}
    monkeypatch.setattr(program, "looked_up", lambda lock, **_: (answers.get(lock, [known]), ""))
    if passes:
        program.main()
        assert "NOT AUDITED" in capsys.readouterr().out
        return
    with pytest.raises(SystemExit, match="no advisory service"):
        program.main()
