"""Every command of the tour, and then of the pages on integrations and webhooks, does what is said, in a shell."""

import json
import os
import re
import shlex
import socket
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
OWNER = "maja@nordre.example"
LEDGER = """mutation {
  createIntegration(input: {name: "Ledger export", scopes: [PARTNER_READ, CLIENTS_READ, BOOKKEEPING_READ]}) {
    userErrors { code message path }
  }
}"""
# The receiver has half a minute.
ARRIVED = "for _ in $(seq 300); do [ -s told ] && break; sleep 0.1; done; kill %1; echo; cat told"
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
    gateway = Gateway(tmp_path, {"GATEWAY_PORT": "0", "GATEWAY_WEBHOOK_NETWORKS": "127.0.0.0/8"})
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
        '"status":"CREATING"',
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
    _tell(gateway, server)


def _integrate(gateway: Gateway, server: Server) -> None:
    """What the page on integrations shows first, by the firm that the tour has made."""
    asked = "\n".join(_here(command, server.address) for command in commands("integrations.md")[0])
    answer = json.loads(_run(gateway, asked.replace(DEMO_ADMIN, OWNER)))
    assert "errors" not in answer, answer
    assert [each["name"] for each in answer["data"]["partner"]["clients"]["nodes"]] == ["Solbakken Gartneri"]
    assert answer["data"]["rateLimit"]["remaining"] > 0


def _tell(gateway: Gateway, server: Server) -> None:
    """What the page on webhooks shows first, by the same firm, which has no such integration yet."""
    token = gateway("token", "--as", OWNER).out.strip()
    made = server.ask(LEDGER, token).json()
    assert made["data"]["createIntegration"]["userErrors"] == []
    asked = "\n".join(_here(command, server.address) for block in commands("webhooks.md") for command in block)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for page, here in (
        (DEMO_ADMIN, OWNER),
        ("docs/receiver.py 9000", f"{ROOT}/docs/receiver.py {port} > told"),
        ("9000", str(port)),
    ):
        assert page in asked
        asked = asked.replace(page, here)
    out = _run(gateway, f"{asked}\n{ARRIVED}")
    assert '"userErrors":[]' in out
    assert '"errors"' not in out
    genuine, told = out.splitlines()[-1].split(" ", 2)[1:]
    assert (genuine, json.loads(told)["type"]) == ("genuine", "webhook.test")


def test_the_tour_asks_for_nothing_that_is_not_there() -> None:
    assert len([command for command in COMMANDS if "ask '" in command]) >= 15
