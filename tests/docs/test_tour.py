"""Every command of the tour, and then of the page on integrations, does what is said, in a shell beside a server."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, ROOT, Gateway, Server, server_of


def commands(page: str) -> list[list[str]]:
    """The commands of a page, by blocks."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "docs" / page).read_text(), re.DOTALL)
    return [[line.removeprefix("$ ") for line in block.splitlines()] for block in blocks]


COMMANDS = [command for block in commands("tour.md") for command in block]
DEMO_ADMIN = "karen.vestergaard@fjordlys-regnskab.example"
# What the page's own words promise of the answers: in this order, each behind a command that asks.
WELL = r"""well() { python3 - "$ANSWER" <<'END'
import json, sys
answer = json.loads(sys.argv[1])
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
    text = [WELL]
    for command in COMMANDS:
        text += [_here(command, address), *(["well"] if "ask '" in command else [])]
    return "\n".join(text)


def _here(command: str, address: str) -> str:
    return command.replace("http://127.0.0.1:8000", address).replace(".venv/bin/gateway", shlex.join(PROGRAM))


def _run(gateway: Gateway, script: str) -> str:
    environ = {**os.environ, "GATEWAY_DATA_DIR": str(gateway.folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{script}"],
        cwd=gateway.folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_every_command_of_the_tour_does_what_it_says(serving: tuple[Gateway, Server]) -> None:
    gateway, server = serving
    out = _run(gateway, _script(server.address))
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
        found = out.find(each, at)
        assert found >= 0, f"{each} is missing after: {out[max(0, at - 500) : at]}"
        at = found
    _integrate(gateway, server)


def _integrate(gateway: Gateway, server: Server) -> None:
    """What the page on integrations shows first, by the firm that the tour has made."""
    asked = "\n".join(_here(command, server.address) for command in commands("integrations.md")[0])
    answer = json.loads(_run(gateway, asked.replace(DEMO_ADMIN, "maja@nordre.example")))
    assert "errors" not in answer, answer
    assert [each["name"] for each in answer["data"]["partner"]["clients"]["nodes"]] == ["Solbakken Gartneri"]
    assert answer["data"]["rateLimit"]["remaining"] > 0


def test_the_tour_asks_for_nothing_that_is_not_there() -> None:
    assert len([command for command in COMMANDS if "ask '" in command]) >= 15
