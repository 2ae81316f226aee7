"""Audit of the shipped lock: fails on a known vulnerability and on a package that could not be looked up."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = "requirements/otel.txt"
UNREACHABLE = f"""
*** NOT AUDITED: no advisory service can be reached from this machine. ***
*** What holds instead: the floors in tests/packaging/test_locks.py, run with the suite. ***
*** Audit where there is one: pip-audit -r {LOCK} --require-hashes --disable-pip --strict ***
"""


def looked_up(report: Path) -> tuple[list[dict[str, Any]] | None, str]:
    """(Findings per dependency, or None where nothing answered; what pip-audit said)."""
    program = str(Path(sys.executable).with_name("pip-audit"))
    command = [program, "-r", LOCK, "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, "-f", "json", "-o", str(report)], check=False, capture_output=True, text=True)  # noqa: S603
    if not report.exists():
        return None, done.stderr
    dependencies: list[dict[str, Any]] = json.loads(report.read_text())["dependencies"]
    return dependencies, done.stderr


def verdict(dependencies: list[dict[str, Any]] | None, said: str) -> str | None:
    """Why the audit fails, if it does; empty when no service answered for any package."""
    if dependencies is None:
        return "" if "ConnectionError" in said or "timed out" in said else f"pip-audit broke off:\n{said}"
    if not dependencies:
        return "the lock is empty"
    skipped = [entry["name"] for entry in dependencies if "skip_reason" in entry]
    if len(skipped) == len(dependencies):
        return ""
    if skipped:
        return f"not audited: {', '.join(skipped)}"
    found = [f"{entry['name']} {entry['version']}: {hole['id']}" for entry in dependencies for hole in entry["vulns"]]
    return "\n".join(found) if found else None


def main() -> None:
    """Say the verdict; exit code 1 on failure."""
    with tempfile.TemporaryDirectory() as folder:
        dependencies, said = looked_up(Path(folder, "audit.json"))
    failure = verdict(dependencies, said)
    if failure:
        sys.exit(f"Audit of {LOCK} failed: {failure}")
    print(UNREACHABLE if failure == "" else f"{len(dependencies or [])} packages, no known vulnerability")  # noqa: T201


if __name__ == "__main__":
    main()
