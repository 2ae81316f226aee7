"""`gateway doctor`: what is wrong with an installation, and what to do."""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gateway.doctor import Finding

_COLORS = {"OK": "green", "WARN": "yellow", "FAIL": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def doctor(as_json: bool) -> None:
    """Examine settings, database, walls between firms, Redis, mail server and issuers; say what to do.

    Nothing is sent or changed, and no secret is printed. Ends with 1 when something fails.
    """
    found = _findings()
    click.echo(_object(found) if as_json else "\n".join(map(_line, found)))
    raise SystemExit(1 if any(each.verdict == "FAIL" for each in found) else 0)


def _findings() -> "list[Finding]":
    from gateway.cli.database import run
    from gateway.doctor.examination import examine, read
    from gateway.logs import configure_logs

    chosen = read(os.environ)
    if isinstance(chosen, list):
        return chosen
    configure_logs(chosen)
    return run(lambda: examine(chosen))


def _line(finding: "Finding") -> str:
    verdict = click.style(f"{finding.verdict:4}", fg=_COLORS[finding.verdict])
    remedy = f"\n      > {finding.remedy}" if finding.remedy else ""
    return f"{verdict}  {finding.subject}: {finding.message}{remedy}"


def _object(found: "list[Finding]") -> str:
    import orjson

    fine = all(each.verdict != "FAIL" for each in found)
    return orjson.dumps({"healthy": fine, "findings": found}, option=orjson.OPT_INDENT_2).decode()
