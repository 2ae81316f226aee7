"""Firms set when signals fire, for all clients or for one, and people set signals aside: both can be taken back."""

from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import AccessStatus, Role
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import audit_entry, due, expense, signal
from store.vault import Vault
from tests.attention.firm import Watched
from tests.portal import Caller, Portal
from tests.world import Client, Colleague

ERRORS = "userErrors { code message path }"
RULES = "attentionRules { kind setAt version setBy { id } limits { limit value unit source default } }"
ATTENTION = """attention { level signalCount since
  signals { kind level threshold source explanation limits { limit value unit source }
    snooze { until reason by { id } } } }"""
SET = f"""mutation ($input: SetAttentionRuleInput!) {{ done: setAttentionRule(input: $input) {{
  client {{ {RULES} {ATTENTION} }} partner {{ {RULES} }} {ERRORS} }} }}"""
CLEAR = SET.replace("setAttentionRule", "clearAttentionRule").replace("SetAttention", "ClearAttention")
SNOOZE = f"""mutation ($input: SnoozeSignalInput!) {{ done: snoozeSignal(input: $input) {{
  client {{ {ATTENTION} }} {ERRORS} }} }}"""
UNSNOOZE = SNOOZE.replace("snoozeSignal", "unsnoozeSignal").replace("Snooze", "Unsnooze")
AN_HOUR_AND_A_HALF = [{"limit": "FACTS_OVER", "value": 90}]


async def done(ask: Caller, mutation: str, **input: Any) -> Any:
    answer = await ask(mutation, input=input)
    assert answer.errors == [], answer.body
    return answer.data["done"]


async def refused(ask: Caller, mutation: str, **input: Any) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["path"]) for error in (await done(ask, mutation, **input))["userErrors"]]


def limit(shown: dict[str, Any], kind: str, name: str) -> tuple[int, str]:
    rule = next(rule for rule in shown["attentionRules"] if rule["kind"] == kind)
    return next((each["value"], each["source"]) for each in rule["limits"] if each["limit"] == name)


@pytest.fixture
async def anna(watched: Watched) -> Colleague:
    """An admin."""
    return await watched.firm.colleague(role=Role.ADMIN)


@pytest.fixture
async def worried(watched: Watched, anna: Colleague) -> Client:
    """A client with two missing receipts, told as INFO."""
    made = await watched.firm.client()
    await watched.firm.assign(anna, made)
    await missing(watched, made, 2)
    await watched.refresh(made)
    return made


async def missing(watched: Watched, made: Client, count: int, days: int = 1) -> None:
    rows = [{"client_id": made.id, "expense_id": f"{days}-{place}"} for place in range(count)]
    await watched.firm.insert(expense, [row | {"submitted_at": watched.ago(days=days)} for row in rows])


async def test_a_clients_rule_goes_before_the_firms_and_that_before_the_products(
    watched: Watched, portal: Portal, anna: Colleague, worried: Client, store: Store, vault: Vault
) -> None:
    ask, kind = portal.of(anna), {"kind": "MISSING_RECEIPTS"}
    shown = await done(ask, SET, **kind, limits=[{"limit": "RECEIPTS_MANY", "value": 2}])
    assert limit(shown["partner"], "MISSING_RECEIPTS", "RECEIPTS_MANY") == (2, "PARTNER")
    assert await watched.live(worried) == {"MISSING_RECEIPTS": "INFO"}
    assert await Rounds(store, vault).go(watched.firm.now) == 1
    assert await watched.live(worried) == {"MISSING_RECEIPTS": "WARNING"}
    assert (await watched.events())[-1]["why"] == "PEOPLE"
    own = {"clientId": worried.public_id, **kind}
    shown = (await done(ask, SET, **own, limits=[{"limit": "RECEIPTS_MANY", "value": 3}]))["client"]
    assert limit(shown, "MISSING_RECEIPTS", "RECEIPTS_MANY") == (3, "CLIENT")
    assert limit(shown, "MISSING_RECEIPTS", "RECEIPTS_OLD") == (14, "PRODUCT")
    assert shown["attention"]["level"] == "INFO"
    await done(ask, SET, **own, limits=[{"limit": "RECEIPTS_MANY", "value": 1}])
    shown = (await done(ask, CLEAR, **own))["client"]
    assert limit(shown, "MISSING_RECEIPTS", "RECEIPTS_MANY") == (2, "PARTNER")
    told = shown["attention"]["signals"][0]
    assert (told["level"], told["threshold"], told["source"]) == ("WARNING", "2 receipts", "PARTNER")
    assert told["explanation"] == "2 receipts or more are missing. The threshold (2 receipts) is the firm's."
    assert told["limits"][0] == {"limit": "RECEIPTS_MANY", "value": 2, "unit": "THINGS", "source": "PARTNER"}
    assert [each["limit"] for each in told["limits"]] == ["RECEIPTS_MANY", "RECEIPTS_OLD", "RECEIPTS_OVERDUE"]
    actions = [row.action for row in await watched.rows(audit_entry)]
    assert actions == ["attention_rule.set"] * 3 + ["attention_rule.cleared"]
    assert [row for row in await watched.rows(due) if row.kind == "PARTNER"] == []


async def test_only_limits_of_the_kind_within_their_bounds_are_taken(
    watched: Watched, portal: Portal, anna: Colleague
) -> None:
    ask = portal.of(anna)
    wrong = [{"limit": "RECEIPTS_OLD", "value": 9}, {"limit": "FACTS_OVER", "value": 4}]
    wrong.append({"limit": "FACTS_OVER", "value": 60})
    assert await refused(ask, SET, kind="DATA_STALE", limits=wrong) == [
        ("INVALID", ["input", "limits", "0", "limit"]),
        ("INVALID", ["input", "limits", "1", "value"]),
        ("DUPLICATE", ["input", "limits", "2", "limit"]),
    ]
    assert await refused(ask, SET, kind="DATA_STALE", limits=[]) == [("REQUIRED", ["input", "limits"])]
    assert await refused(ask, SET, kind="POA_MISSING", limits=wrong) == [("INVALID", ["input", "kind"])]
    assert await refused(ask, CLEAR, kind="DATA_STALE") == [("WRONG_STATE", ["input", "kind"])]
    first = {"kind": "DATA_STALE", "limits": AN_HOUR_AND_A_HALF, "ifVersion": 1}
    assert await refused(ask, SET, **first) == [("CONFLICT", ["input", "ifVersion"])]
    assert await refused(ask, SET, **first | {"ifVersion": None, "validateOnly": True}) == []
    assert await watched.rows(audit_entry) == []


async def test_a_version_that_somebody_else_changed_is_kept(watched: Watched, portal: Portal, anna: Colleague) -> None:
    ask, input = portal.of(anna), {"kind": "DATA_STALE", "limits": AN_HOUR_AND_A_HALF}
    for _ in range(2):
        shown = await done(ask, SET, **input, idempotencyKey="once")
    rule = next(rule for rule in shown["partner"]["attentionRules"] if rule["kind"] == "DATA_STALE")
    assert (rule["version"], rule["setBy"], rule["setAt"]) == (1, {"id": anna.public_id}, "2026-05-13T09:00:00Z")
    assert await refused(ask, SET, **input, ifVersion=1) == []
    assert await refused(ask, CLEAR, kind="DATA_STALE", ifVersion=1) == [("CONFLICT", ["input", "ifVersion"])]
    assert await refused(ask, CLEAR, kind="DATA_STALE", ifVersion=2) == []


async def test_what_is_set_aside_does_not_count_until_its_time(
    watched: Watched, portal: Portal, anna: Colleague, worried: Client, store: Store, vault: Vault
) -> None:
    until = watched.firm.now + timedelta(minutes=30)
    input = {
        "clientId": worried.public_id,
        "kind": "MISSING_RECEIPTS",
        "until": until.isoformat(),
        "reason": "Promised",
    }
    for _ in range(2):
        shown = (await done(portal.of(anna), SNOOZE, **input, idempotencyKey="once"))["client"]["attention"]
    assert (shown["level"], shown["signalCount"], shown["since"]) == ("NONE", 0, None)
    aside = {"until": "2026-05-13T09:30:00Z", "reason": "Promised", "by": {"id": anna.public_id}}
    assert [(each["level"], each["snooze"]) for each in shown["signals"]] == [("INFO", aside)]
    clock = Rounds(store, vault)
    assert [await clock.go(until - timedelta(seconds=1)), await watched.level(worried)] == [0, "NONE"]
    assert [await clock.go(until), await watched.level(worried)] == [1, "INFO"]
    levels = [event["level"] for event in await watched.events()]
    assert levels == [["NONE", "INFO"], ["INFO", "NONE"], ["NONE", "INFO"]]
    assert [row.action for row in await watched.rows(audit_entry)] == ["signal.snoozed"]


@pytest.mark.parametrize(("count", "days", "level"), [(1, 1, "NONE"), (3, 1, "WARNING"), (1, 40, "CRITICAL")])
async def test_what_gets_worse_wakes(
    watched: Watched, portal: Portal, anna: Colleague, worried: Client, count: int, days: int, level: str
) -> None:
    until = (watched.firm.now + timedelta(days=9)).isoformat()
    aside = {"clientId": worried.public_id, "kind": "MISSING_RECEIPTS", "until": until, "reason": "Promised"}
    await done(portal.of(anna), SNOOZE, **aside)
    await missing(watched, worried, count, days + 1)
    await watched.refresh(worried)
    assert await watched.level(worried) == level
    snoozed = [row.snoozed_until for row in await watched.rows(signal) if row.snoozed_until]
    assert bool(snoozed) == (level == "NONE")


async def test_a_snooze_is_taken_back_and_over_when_its_signal_goes(
    watched: Watched, portal: Portal, anna: Colleague, worried: Client
) -> None:
    ask, own = portal.of(anna), {"clientId": worried.public_id, "kind": "MISSING_RECEIPTS"}
    aside = {"until": (watched.firm.now + timedelta(days=9)).isoformat(), "reason": "Promised"}
    assert await refused(ask, UNSNOOZE, **own) == [("WRONG_STATE", ["input", "kind"])]
    assert await refused(ask, SNOOZE, **own, **aside) == []
    assert (await done(ask, UNSNOOZE, **own))["client"]["attention"]["level"] == "INFO"
    assert await refused(ask, SNOOZE, **own, **aside) == []
    async with watched.firm.work() as work:
        await work.update(expense, {"has_receipt": True}, client_id=worried.id)
    await watched.refresh(worried)
    assert await refused(ask, SNOOZE, **own, **aside) == [("WRONG_STATE", ["input", "kind"])]
    async with watched.firm.work() as work:
        await work.update(expense, {"has_receipt": False}, client_id=worried.id)
    await watched.refresh(worried)
    assert await watched.level(worried) == "INFO"


async def test_stale_data_and_far_futures_cannot_be_set_aside(
    watched: Watched, portal: Portal, anna: Colleague, worried: Client
) -> None:
    ask, own = portal.of(anna), {"clientId": worried.public_id, "reason": "Promised"}
    for days, kind, where in ((1, "DATA_STALE", "kind"), (91, "LOW_BALANCE", "until"), (0, "LOW_BALANCE", "until")):
        until = (watched.firm.now + timedelta(days=days)).isoformat()
        assert await refused(ask, SNOOZE, **own, kind=kind, until=until) == [("INVALID", ["input", where])]
    gone = await watched.firm.client(access_status=AccessStatus.DISCONNECTED)
    until = (watched.firm.now + timedelta(days=1)).isoformat()
    input = own | {"clientId": gone.public_id, "kind": "POA_MISSING", "until": until}
    assert await refused(ask, SNOOZE, **input) == [("WRONG_STATE", ["input", "kind"])]
