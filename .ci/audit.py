"""Audit of the shipped lock: fails on a known vulnerability and on a package that could not be looked up.

`AUDIT_OFFLINE=1` lets a run pass that reaches no advisory service at all; `--probe` ends with 0 if one is reached.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, TypeAlias

LOCK = "requirements/otel.txt"
UNREACHABLE = "no advisory service can be reached; AUDIT_OFFLINE=1 lets that pass, with nothing audited"
NOT_AUDITED = f"""
*** NOT AUDITED: no advisory service can be reached from this machine, and AUDIT_OFFLINE=1 lets that pass. ***
*** No package was looked up: this run says nothing about known vulnerabilities. ***
*** What holds instead: the floors in tests/packaging/test_locks.py, run with the suite. ***
*** Audit where there is one: pip-audit -r {LOCK} --require-hashes --disable-pip --strict ***
"""


# What any service knows: where it does not, there is none.
KNOWN = "pip==24.0\n"
Findings: TypeAlias = list[dict[str, Any]] | None


def looked_up(lock: Path | str, *, hashed: bool = True) -> tuple[Findings, str]:
    """(Findings per dependency, or None where nothing answered; what pip-audit said)."""
    program = str(Path(sys.executable).with_name("pip-audit"))
    command = [program, "-r", str(lock), "--require-hashes" if hashed else "--no-deps", "--disable-pip"]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "audit.json")
        command += ["--progress-spinner", "off", "-f", "json", "-o", str(report)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        found: Findings = json.loads(report.read_text())["dependencies"] if report.exists() else None
    return found, done.stderr


def answered(dependencies: Findings) -> bool:
    """Whether a service has told anything about any package."""
    return any("skip_reason" not in entry for entry in dependencies or [])


def is_reached() -> bool:
    """Whether there is a service, by a package that each knows."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as known:
        known.write(KNOWN)
        known.flush()
        return answered(looked_up(known.name, hashed=False)[0])


def verdict(dependencies: Findings, said: str, *, offline: bool) -> str | None:
    """Why the audit fails, if it does; `offline` lets it pass where no service answered for any package."""
    if dependencies is None and "ConnectionError" not in said and "timed out" not in said:
        return f"pip-audit broke off:\n{said}"
    if dependencies == []:
        return "the lock is empty"
    if dependencies is None or not answered(dependencies):
        return None if offline else UNREACHABLE
    skipped = [entry["name"] for entry in dependencies if "skip_reason" in entry]
    if skipped:
        return f"not audited: {', '.join(skipped)}"
    found = [f"{entry['name']} {entry['version']}: {hole['id']}" for entry in dependencies for hole in entry["vulns"]]
    return "\n".join(found) if found else None


def main() -> None:
    """Say the verdict; exit code 1 on failure."""
    if sys.argv[1:] == ["--probe"]:
        sys.exit(not is_reached())
    dependencies, said = looked_up(LOCK)
    # A service that answers knows better than whoever says that there is none.
    offline = os.environ.get("AUDIT_OFFLINE") == "1" and not answered(dependencies) and not is_reached()
    failure = verdict(dependencies, said, offline=offline)
    if failure:
        sys.exit(f"Audit of {LOCK} failed: {failure}")
    print(NOT_AUDITED if offline else f"{len(dependencies or [])} packages, no known vulnerability")  # noqa: T201


if __name__ == "__main__":
    main()
