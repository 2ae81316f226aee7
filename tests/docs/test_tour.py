"""Every command of the tour does what the page says, one after another, in a shell beside a server."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, ROOT, Gateway, Server, server_of

PAGE = ROOT / "docs" / "tour.md"
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(), re.DOTALL)
    for line in block.splitlines()
]
# What the page's own words promise of the answers: in this order, each behind a command that asks.
WELL = r"""well() { python3 - <<'END'
import json
answer = json.load(open("answer.json"))
def refusals(value):
    if isinstance(value, list):
        return [found for each in value for found in refusals(each)]
    if isinstance(value, dict):
        others = [each for key, each in value.items() if key != "userErrors"]
        return list(value.get("userErrors") or []) + refusals(others)
    return []
assert "errors" not in answer and not refusals(answer["data"]), answer
END
}"""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Gateway, Server]]:
    """A gateway without anything in it, as `make run` starts one but for the demo's firms."""
    gateway = Gateway(tmp_path, {"GATEWAY_PORT": "0"})
    assert gateway("migrate").code == 0
    process = gateway.start("serve")
    try:
        yield gateway, server_of(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _script(address: str) -> str:
    """The page's commands, with this server's address and this program; each that asks has to be answered well."""
    program = shlex.join(PROGRAM)
    text = [WELL, "set -euo pipefail"]
    for command in COMMANDS:
        here = command.replace("http://127.0.0.1:8000", address).replace(".venv/bin/gateway", program)
        text += [here, *(["well"] if "ask '" in command else [])]
    return "\n".join(text)


def test_every_command_of_the_tour_does_what_it_says(serving: tuple[Gateway, Server]) -> None:
    gateway, server = serving
    environ = {**os.environ, "GATEWAY_DATA_DIR": str(gateway.folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", _script(server.address)],
        cwd=gateway.folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    told = [
        '"isReceived":true',
        '"status":"AGREEMENT_SENT"',
        '"ownerEmail":"maja@nordre.example"',
        '"role":"OWNER"',
        '"companyName":"Solbakken Gartneri"',
        '"waitingOn":"CLIENT"',
        '"status":"IN_REVIEW"',
        '"role":"BOOKKEEPER"',
        '"name":"Ida Holm"',
        '"kind":"MISSING_RECEIPTS"',
        "/accounts/",
        '"status":"ACTIVE"',
        "own_company.",
        "whole",
    ]
    at = 0
    for each in told:
        found = done.stdout.find(each, at)
        assert found >= 0, f"{each} is missing after: {done.stdout[max(0, at - 500) : at]}"
        at = found


def test_the_tour_asks_for_nothing_that_is_not_there() -> None:
    assert len([command for command in COMMANDS if "ask '" in command]) >= 15
