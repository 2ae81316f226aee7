"""Snoozes, limits and their undo change what asks for attention, and are told like any other change."""

from datetime import timedelta
from typing import Any

from domain.vocabulary import Role, SignalKind
from resolvers.attention import refresh_attention
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import client, expense
from store.vault import Vault
from tests.attention.test_rules_and_snoozes import CLEAR, SET, SNOOZE, UNSNOOZE, done
from tests.people.asking import ASSIGN, ask, ids
from tests.streams.listening import Air
from tests.world import World

ATTENTION = """subscription ($filter: AttentionFilter, $after: String) {
  clientAttentionChanged(filter: $filter, after: $after) {
    cause level { before after } signals { kind before after wasSnoozed isSnoozed } client { name } } }"""
BILLING, POA = SignalKind.BILLING_BLOCKED, SignalKind.POA_MISSING


def told(payload: dict[str, Any]) -> tuple[Any, ...]:
    """Why, the client's level, and of each signal its levels and whether it was and is set aside."""
    signals = [
        (each["kind"], each["before"], each["after"], each["wasSnoozed"], each["isSnoozed"])
        for each in payload["signals"]
    ]
    level = payload["level"] and (payload["level"]["before"], payload["level"]["after"])
    return (payload["cause"], level, *signals)


async def test_snooze_undo_and_end_are_each_told_once_also_where_the_level_stays(
    world: World, air: Air, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    skov = await firm.client(name="Skov")
    await firm.assign(anna, skov)
    async with firm.work() as work:
        blocked = {"billing_blocked_since": firm.now, "poa_granted": False, "poa_changed_at": firm.now}
        await work.update(client, blocked, id=skov.id)
        await refresh_attention(work, [skov.id])
    rounds, until = Rounds(store, vault), firm.now + timedelta(minutes=30)
    caller, heard = air.caller(anna), await air.listen(anna, ATTENTION)
    only_poa = await air.listen(anna, ATTENTION, filter={"signal": [POA]})
    aside = {"clientId": skov.public_id, "until": until.isoformat(), "reason": "Promised"}
    await done(caller, SNOOZE, kind=BILLING, **aside)
    await done(caller, SNOOZE, kind=POA, **aside)
    await done(caller, UNSNOOZE, clientId=skov.public_id, kind=POA)
    await rounds.go(until)
    critical, calm = ("CRITICAL", "CRITICAL"), ("CRITICAL", "NONE")
    expected = [
        ("PEOPLE", critical, (BILLING, *critical, False, True)),
        ("PEOPLE", calm, (POA, *critical, False, True)),
        ("PEOPLE", calm[::-1], (POA, *critical, True, False)),
        ("TIME", critical, (BILLING, *critical, True, False)),
    ]
    assert [told(each) for each in await heard.until(4)] == expected
    assert [told(each) for each in await only_poa.until(2)] == expected[1:3]


async def test_limits_and_their_undo_are_told_once_for_a_client_and_for_the_firm(
    world: World, air: Air, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    skov = await firm.client(name="Skov")
    await firm.assign(anna, skov)
    missing = [{"client_id": skov.id, "expense_id": id, "submitted_at": firm.now} for id in ("1", "2")]
    await firm.insert(expense, missing)
    async with firm.work() as work:
        await refresh_attention(work, [skov.id])
    caller, heard, rounds = air.caller(anna), await air.listen(anna, ATTENTION), Rounds(store, vault)
    rule, many = {"kind": "MISSING_RECEIPTS"}, [{"limit": "RECEIPTS_MANY", "value": 2}]
    for where in ({"clientId": skov.public_id}, {}):
        await done(caller, SET, **rule, **where, limits=many)
        await rounds.go(firm.now)
        await done(caller, CLEAR, **rule, **where)
        await rounds.go(firm.now)
    up, down = ("INFO", "WARNING"), ("WARNING", "INFO")
    moves = [("PEOPLE", move, ("MISSING_RECEIPTS", *move, False, False)) for move in (up, down)]
    assert [told(each) for each in await heard.until(4)] == moves * 2


async def test_who_may_not_know_of_a_signal_learns_nothing_of_its_snooze(world: World, air: Air) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    await firm.assign(bo, nord)
    async with firm.work() as work:
        await refresh_attention(work, [skov.id])
    before, for_anna = await air.listen(bo, ATTENTION), await air.listen(anna, ATTENTION)
    async with firm.work() as work:
        await work.update(client, {"billing_blocked_since": firm.now}, id=nord.id)
        await refresh_attention(work, [nord.id])
    await before.until(1)
    aside = {"until": (firm.now + timedelta(days=1)).isoformat(), "reason": "Bo comes tomorrow"}
    await done(air.caller(anna), SNOOZE, clientId=skov.public_id, kind=SignalKind.UNASSIGNED, **aside)
    await ask(air.caller(anna), ASSIGN, clientIds=ids(skov), colleagueIds=ids(bo))
    snoozed = ("PEOPLE", ("WARNING", "NONE"), ("UNASSIGNED", "WARNING", "WARNING", False, True))
    assert told((await for_anna.until(3))[1]) == snoozed
    resumed = await air.listen(bo, ATTENTION, after=before.frames[0].cursor)
    assert [(each["cause"], each["client"]["name"]) for each in await resumed.until(1)] == [("ACCESS", "Skov")]
    await air.live(resumed)
    assert len(resumed.frames) == len(before.frames) - 1 == 1
