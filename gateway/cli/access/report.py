"""What a check found, for people and for programs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gateway.cli.access.askers import Asker
from gateway.cli.access.documents import Operation
from gateway.cli.access.verdict import Answer, Denied, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """One operation as one caller."""

    operation: Operation
    asker: Asker
    verdict: Verdict


def exit_code(findings: Iterable[Finding], *, allow_partly: bool) -> int:
    """0 when everything may be sent, 1 when something may not."""
    fine = {Answer.ALLOWED, Answer.PARTLY} if allow_partly else {Answer.ALLOWED}
    return int(any(finding.verdict.answer not in fine for finding in findings))


def as_text(findings: Iterable[Finding]) -> str:
    """A line per finding, and one below it for each field that is denied or that clients decide."""
    return "\n".join(line for finding in findings for line in _lines(finding))


def as_json(findings: Iterable[Finding]) -> str:
    """The same as a JSON document: `operations`, each with `denied` and `depends`."""
    return json.dumps({"operations": [_told(finding) for finding in findings]}, indent=2)


def _lines(finding: Finding) -> Iterator[str]:
    operation, verdict = finding.operation, finding.verdict
    what = f"{operation.node.operation.value} {operation.name}"
    yield f"{verdict.answer.value:<10}  {finding.asker.name:<16}  {what}  {operation.place}  cost {operation.cost}"
    for denied in verdict.denied:
        place = f"{denied.coordinate} at {'.'.join(denied.path)}{_when(denied)}"
        yield f"    {place}: {denied.denial.message}{_cure(denied)}"
    for coordinate, needs in verdict.depends.items():
        yield f"    {coordinate} where the client is connected with {needs}"


def _when(denied: Denied) -> str:
    return f" (if ${denied.variable} asks by it)" if denied.variable else ""


def _cure(denied: Denied) -> str:
    steps = denied.denial.suffices
    if steps is None:
        return " Nothing can change that."
    words = [f"{step.change}{f' to {step.to}' if step.to else ''} (by {step.changed_by})" for step in steps]
    return f" Suffices: {', '.join(words)}."


def _told(finding: Finding) -> dict[str, Any]:
    operation, verdict = finding.operation, finding.verdict
    return {
        "name": operation.name,
        "kind": operation.node.operation.value,
        "place": operation.place,
        "cost": operation.cost,
        "as": finding.asker.name,
        "verdict": verdict.answer.value,
        "denied": [_denied(denied) for denied in verdict.denied],
        "depends": [{"coordinate": coordinate, "on": needs} for coordinate, needs in verdict.depends.items()],
    }


def _denied(denied: Denied) -> dict[str, Any]:
    denial = denied.denial
    return {
        "coordinate": denied.coordinate,
        "path": list(denied.path),
        "variable": denied.variable,
        "factor": denial.factor.value,
        "message": denial.message,
        "changedBy": denial.changed_by,
        "suffices": denial.told_steps,
    }
