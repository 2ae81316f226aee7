"""`gateway import`: a file of facts, whole or killed on the way, once or twice at the same time."""

import asyncio
import gzip
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from store.engine import Store
from store.tables import client_feed, expense, fact, month_figure, partner
from tests.cli.conftest import Gateway
from tests.facts.telling import Json, Teller, account_of, rows_of
from tests.world import Client, Firm, World


@pytest.fixture
def installed(gateway: Gateway, database_url: str) -> Gateway:
    """The command line over the test's database."""
    gateway.environ["GATEWAY_DATABASE_URL"] = database_url
    return gateway


async def story(store: Store, firm: Firm, client: Client, length: int) -> list[Json]:
    """Expenses that are submitted and get their receipts, and now and then a change of the access level."""
    say, facts = Teller(await account_of(store, client), firm.now - timedelta(days=2)), []
    for number in range(length // 2):
        name = f"exp_{number}"
        facts.append(say("expense.submitted", expense=name, amountMinor=100, currency=client.currency))
        level = "EXTENDED" if number % 20 else "LIMITED"
        facts.append(
            say("access.level_changed", level=level) if number % 10 == 0 else say("expense.receipt_added", expense=name)
        )
    return facts


def written(folder: Path, facts: Sequence[Json]) -> Path:
    """A file of facts."""
    file = folder / "facts.ndjson"
    file.write_text("".join(f"{json.dumps(fact)}\n" for fact in facts))
    return file


async def state(store: Store, client: Client) -> list[Any]:
    """What the store knows of a client's facts, but for whose they are and when they came."""
    own = {"partner_id", "client_id", "received_at", "fact_id"}

    def plain(row: Row[Any]) -> Json:
        return {name: value for name, value in row._asdict().items() if name not in own}

    tables = (client_feed, expense, fact, month_figure)
    return [[plain(row) for row in await rows_of(store, table, client)] for table in tables]


async def test_a_file_is_taken_in_with_a_report_and_a_second_time_skipped(
    world: World, admin_store: Store, installed: Gateway, tmp_path: Path
) -> None:
    firm, other = await world.partner(), await world.partner()
    bakery, foreign = await firm.client(), await other.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    theirs = Teller(await account_of(admin_store, foreign), firm.now)
    lines = [
        json.dumps(say("balance.changed", balanceMinor=12_00)),
        "{",
        "",
        json.dumps(theirs("balance.changed", balanceMinor=1)),
        json.dumps(say("balance.changed", balanceMinor="much") | {"sequence": 9}),
        json.dumps(say("card.frozen", card="1") | {"sequence": 2}),
    ]
    file, report = tmp_path / "facts.gz", tmp_path / "report"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    command = ("import", str(file), "--partner", firm.public_id, "--report", str(report))
    first = installed(*command)
    found = [json.loads(line) for line in report.read_text().splitlines()]
    assert (first.code, first.out) == (1, "5 facts: 1 applied, 1 of unknown kinds, kept, 3 refused.\n")
    assert [(each["line"], each["outcome"]) for each in found] == [
        *((2, "REFUSED"), (4, "REFUSED"), (5, "REFUSED"), (6, "UNKNOWN_KIND"))
    ]
    assert [each["message"] for each in found][1:3] == [
        *("There is no such client.", "`data.balanceMinor` must be integer.")
    ]
    assert "line 4: refused: There is no such client." in first.err
    whole = report.read_text()
    second = installed(*command)
    assert (second.code, second.out) == (1, "5 facts: 1 known already, 1 of unknown kinds, kept, 3 refused.\n")
    assert report.read_text() == whole.replace('"It is of a kind', '"It came in before. It is of a kind')


async def test_what_waits_or_was_refused_is_told_again_by_a_run_that_goes_on(
    world: World, admin_store: Store, installed: Gateway, tmp_path: Path
) -> None:
    firm = await world.partner()
    say = Teller(await account_of(admin_store, await firm.client(currency="DKK")), firm.now - timedelta(hours=1))
    refused = say("expense.submitted", expense="exp_1", amountMinor=1, currency="SEK")
    say.skip()
    held = say("access.level_changed", level="EXTENDED")
    command = ("import", str(written(tmp_path, [refused, held])), "--partner", firm.public_id)
    for _ in range(2):
        ran = installed(*command)
        assert (ran.code, ran.out) == (1, "2 facts: 1 held for the facts before them, 1 refused.\n")
        assert "line 2: held: " in ran.err


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_file_that_breaks_off_keeps_what_came_before(
    world: World, admin_store: Store, installed: Gateway, tmp_path: Path
) -> None:
    firm = await world.partner()
    facts = await story(admin_store, firm, await firm.client(), 20)
    lines = "".join(f"{json.dumps(fact)}\n" for fact in facts).encode()
    whole, file = gzip.compress(lines), tmp_path / "facts.gz"
    for broken, why in (
        (whole[:-4], "after line 20 the packed file ends too early"),
        (whole[:-8] + bytes(4) + whole[-4:], "after line 20 the packed bytes are damaged"),
        (whole[:20] + bytes(20) + whole[40:], "the packed bytes are damaged"),
    ):
        file.write_bytes(broken)
        ran = installed("import", str(file), "--partner", firm.public_id)
        assert (ran.code, why in ran.err, "Traceback" in ran.err) == (2, True, False), ran.err
    file.write_bytes(b"\xef\xbb\xbf" + lines)
    # Also the first line, behind the mark.
    assert installed("import", str(file), "--partner", firm.public_id).code == 0


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_report_overwrites_no_facts(world: World, installed: Gateway, tmp_path: Path) -> None:
    file = written(tmp_path, [{"id": "evt"}])
    before = file.read_bytes()
    same = installed("import", str(file), "--report", str(file))
    assert (same.code, "--report names the file of facts itself" in same.err) == (2, True)
    nowhere = installed("import", str(file), "--report", str(tmp_path / "none" / "report"))
    assert (nowhere.code, "report cannot be written: No such file or directory" in nowhere.err) == (2, True)
    assert file.read_bytes() == before


async def test_a_run_that_was_killed_is_started_again_and_two_at_once_do_no_harm(
    world: World, admin_store: Store, installed: Gateway, tmp_path: Path
) -> None:
    firm = await world.partner()
    clients = [await firm.client() for _ in range(4)]
    facts = [each for client in clients[1:] for each in await story(admin_store, firm, client, 400)]
    whole = await story(admin_store, firm, clients[0], 400)
    firm_named = f"{firm.country}:{await registration(admin_store, firm)}"
    command = ("import", str(written(tmp_path, [*whole, *facts])), "--partner", firm_named)
    running = installed.start(*command)
    while not await taken_in(admin_store):
        await asyncio.sleep(0.02)
    running.kill()
    running.communicate()
    killed_at = await taken_in(admin_store)
    several = [installed.start(*command) for _ in range(2)]
    ended = [(each.communicate(timeout=60), each.returncode) for each in several]
    assert [code for _, code in ended] == [0, 0], ended
    assert 0 < killed_at < await taken_in(admin_store) == 1_600
    states = [await state(admin_store, client) for client in clients]
    assert states[0][0] == [{"through": 400, "gaps": [], "registers": {"access.level_changed": 382}}]
    assert states[1:] == states[:1] * 3


async def registration(store: Store, firm: Firm) -> str:
    """The firm's number in its country's register."""
    async with store.engine.connect() as connection:
        number = select(partner.c.registration_number).where(partner.c.id == firm.id)
        found: str = (await connection.execute(number)).scalar_one()
        return found


async def taken_in(store: Store) -> int:
    """How many facts are in."""
    async with store.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(fact))).scalar_one())
