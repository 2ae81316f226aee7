"""Facts that were kept because nobody knew their kind, once it is known."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.facts.words import FactOutcome as Is
from domain.vocabulary import Scope
from gateway.clock import ticking
from resolvers.clock import Rounds
from resolvers.facts import receiving
from resolvers.facts.retrying import Retrial
from store.engine import Store
from store.tables import client as client_table
from store.tables import expense, fact
from store.vault import Vault
from store.writing import Actor
from tests.cli.conftest import Gateway
from tests.facts.telling import Json, Teller, account_of, rows_of, tell
from tests.world import Client, Firm, World

KNOWN_THEN = receiving.KNOWN_KINDS - {"balance.changed", "access.level_changed", "expense.submitted"}


@pytest.fixture
async def firm(world: World) -> Firm:
    return await world.partner()


@pytest.fixture
async def bakery(firm: Firm) -> Client:
    return await firm.client()


@pytest.fixture
async def retrial(firm: Firm, store: Store, vault: Vault, now: datetime) -> Retrial:
    return Retrial(store, vault, lambda: now + timedelta(days=1), firms_tell_consent=False)


async def kept(firm: Firm, bakery: Client, store: Store, monkeypatch: pytest.MonkeyPatch) -> Teller:
    """What an older version left: five facts, three of kinds that it did not know and one of a kind of the future."""
    say = Teller(await account_of(store, bakery), firm.now - timedelta(hours=1))
    facts: list[Json] = [
        say("balance.changed", balanceMinor=700),
        say("access.level_changed", level="EXTENDED"),
        say("account.checked"),
        say("card.ordered", card="c_1"),
        say("expense.submitted", expense="exp_1", amountMinor=100, currency=bakery.currency),
    ]
    with monkeypatch.context() as then:
        then.setattr(receiving, "KNOWN_KINDS", KNOWN_THEN)
        unknown = Is.UNKNOWN_KIND
        assert await tell(firm, facts) == [unknown, unknown, Is.APPLIED, unknown, unknown]
    return say


async def test_they_are_taken_in_once_and_what_was_told_since_stays(
    firm: Firm, bakery: Client, retrial: Retrial, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = await kept(firm, bakery, admin_store, monkeypatch)
    assert await tell(firm, [say("balance.changed", balanceMinor=900)]) == [Is.APPLIED]
    both = await asyncio.gather(retrial.go(), retrial.go())
    assert sum(both, Counter()) == Counter({Is.APPLIED: 2, Is.IGNORED: 1})
    assert await retrial.go() == Counter()
    [row] = await rows_of(admin_store, client_table, bakery)
    assert (row.balance_minor, row.level) == (900, "EXTENDED")
    assert len(await rows_of(admin_store, expense, bakery)) == 1
    outcomes = {each.kind: each.outcome for each in await rows_of(admin_store, fact, bakery) if each.sequence < 6}
    assert outcomes["card.ordered"] == Is.UNKNOWN_KIND
    assert outcomes["balance.changed"] == Is.IGNORED


async def test_one_that_says_nothing_sensible_is_refused_and_hinders_no_other(
    firm: Firm, bakery: Client, retrial: Retrial, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    odd, fine = say("card.ordered", balanceMinor="much"), say("card.ordered", balanceMinor=5)
    assert await tell(firm, [odd, fine]) == [Is.UNKNOWN_KIND] * 2
    async with firm.work() as work:
        await work.update(fact, {"kind": "balance.changed"}, client_id=bakery.id)
    assert await retrial.go() == Counter({Is.REFUSED: 1, Is.APPLIED: 1})
    refused, applied = await rows_of(admin_store, fact, bakery)
    assert (refused.reason, applied.body) == ("`data.balanceMinor` must be integer.", None)


@pytest.mark.parametrize("firms_tell_consent", [False, True])
async def test_what_a_firms_integration_may_not_tell_it_cannot_tell_ahead_of_time(
    firm: Firm,
    bakery: Client,
    retrial: Retrial,
    admin_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    firms_tell_consent: bool,
) -> None:
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    integration = await firm.integration([Scope.FACTS_WRITE])
    with monkeypatch.context() as then:
        then.setattr(receiving, "KNOWN_KINDS", KNOWN_THEN)
        facts = [say("access.level_changed", level="EXTENDED")]
        assert await tell(firm, facts, actor=Actor("PLATFORM", integration.id)) == [Is.UNKNOWN_KIND]
    expected = Is.APPLIED if firms_tell_consent else Is.REFUSED
    assert await replace(retrial, firms_tell_consent=firms_tell_consent).go() == Counter({expected: 1})
    [row] = await rows_of(admin_store, client_table, bakery)
    assert (row.level == "EXTENDED") is firms_tell_consent


async def test_a_clock_that_starts_takes_them_in(
    firm: Firm,
    bakery: Client,
    retrial: Retrial,
    store: Store,
    vault: Vault,
    admin_store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await kept(firm, bakery, admin_store, monkeypatch)

    async with ticking(Rounds(store, vault), retrial, lambda: firm.now, 0.01), asyncio.timeout(30):
        while not await rows_of(admin_store, expense, bakery):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_command_says_what_became_of_them(
    firm: Firm,
    bakery: Client,
    admin_store: Store,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await kept(firm, bakery, admin_store, monkeypatch)
    gateway = Gateway(tmp_path, {"GATEWAY_DATABASE_URL": database_url})
    assert gateway("facts", "retry").out == "3 facts: 3 applied.\n"
