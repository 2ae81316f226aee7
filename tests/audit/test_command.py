"""`gateway audit`: a whole chain, a broken one, and what is handed out of it."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Gateway


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    made = Gateway(tmp_path)
    assert made("migrate").code == 0
    return made


def firm(gateway: Gateway) -> str:
    details = {"name": "Nord", "country": "DK", "registration-number": "13585628", "currency": "DKK"}
    details |= {"time-zone": "Europe/Copenhagen", "owner-name": "Ada", "owner-email": "ada@nord.example"}
    done = gateway("partner", "create", *(f"--{name}={value}" for name, value in details.items()))
    assert done.code == 0, done.err
    return next(word for word in re.findall(r"partner_\w+", done.out))


def test_a_whole_chain_is_told_and_an_edited_one_found(gateway: Gateway) -> None:
    id = firm(gateway)
    whole = gateway("audit", "verify", "--partner", id)
    assert whole.code == 0
    head = whole.out.split()[-1]
    entries = [json.loads(line) for line in gateway("audit", "export", "--partner", id).out.splitlines()]
    assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry["origin"]["kind"] for entry in entries} == {"CLI"}
    assert head == f"{len(entries)}:{entries[-1]['hash']}"
    assert gateway("audit", "verify", "--partner", "DK:13585628", "--head", f"{len(entries) + 1}:00").code == 1
    with sqlite3.connect(gateway.folder / "gateway.db") as database:
        database.execute("UPDATE audit_detail SET reason = 'forged'")
    broken = gateway("audit", "verify", "--partner", id)
    assert broken.code == 1
    assert "broken at position 1" in broken.err


def test_what_is_no_id_is_refused_in_words(gateway: Gateway) -> None:
    done = gateway("audit", "verify", "--partner", "7")
    assert done.code == 2
    assert "partner_" in done.err
