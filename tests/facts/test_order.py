"""In whatever order facts come in, and however often: their effect is that of once, in order."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.facts.words import FactOutcome as Is
from domain.vocabulary import AccessLevel, Grant
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import (
    audit_entry,
    client_feed,
    expense,
    export_job,
    fact,
    invoice,
    month_figure,
    signal,
    subscription,
)
from store.tables import client as client_table
from store.vault import Vault
from tests.facts.telling import Json, Teller, account_of, rows_of, tell, told
from tests.world import Client, Firm, World

TABLES = (client_table, client_feed, expense, export_job, fact, invoice, month_figure, signal, subscription)
# What differs between any two clients, and when a fact came in.
OWN = {"id", "client_id", "name", "name_key", "legal_name", "registration_number", "account_number"} | {
    *("admin_name", "admin_email", "fact_id", "received_at", "version", "low_since"),
    # A fact that comes early is news, one that comes late is none.
    *("outcome", "reason", "body"),
}
CURRENCY, INVOICED = "DKK", {"status": "OPEN", "issuedOn": "2026-05-01", "dueOn": "2026-05-31", "currency": "DKK"}
PLAN = {"plan": "PRO", "billingPeriod": "MONTHLY", "seats": 3, "currency": "DKK", "startedAt": "2026-01-01T00:00:00Z"}
EXPENSE = st.sampled_from(["exp_1", "exp_2"])
AMOUNT = st.integers(1, 9_999)
THINGS: list[st.SearchStrategy[tuple[str, Json]]] = [
    st.tuples(
        st.just("expense.submitted"),
        st.fixed_dictionaries(
            {"expense": EXPENSE, "amountMinor": AMOUNT, "currency": st.just(CURRENCY)},
            optional={"spentOn": st.sampled_from(["2026-03-31", "2026-04-01"]), "hasReceipt": st.booleans()},
        ),
    ),
    st.tuples(st.just("expense.receipt_added"), st.fixed_dictionaries({"expense": EXPENSE})),
    st.tuples(
        st.just("expense.reviewed"),
        st.fixed_dictionaries({"expense": EXPENSE, "review": st.sampled_from(["APPROVED", "NEEDS_DETAILS"])}),
    ),
    st.tuples(st.just("expense.exported"), st.fixed_dictionaries({"expense": EXPENSE})),
    st.tuples(
        st.just("balance.changed"),
        st.fixed_dictionaries({"balanceMinor": AMOUNT}, optional={"lowBalanceMinor": st.none() | AMOUNT}),
    ),
    st.tuples(st.just("access.level_changed"), st.fixed_dictionaries({"level": st.sampled_from(AccessLevel)})),
    st.tuples(
        st.just("access.grant_changed"),
        st.fixed_dictionaries({"grant": st.sampled_from(Grant), "granted": st.booleans()}),
    ),
    st.tuples(st.just("access.poa_changed"), st.fixed_dictionaries({"granted": st.booleans()})),
    st.tuples(
        st.just("onboarding.step"),
        st.fixed_dictionaries({"status": st.sampled_from(["SUBMITTED", "IN_REVIEW", "INFO_REQUESTED", "VERIFIED"])}),
    ),
    st.tuples(st.just("export_job.started"), st.fixed_dictionaries({"job": st.just("job_1")})),
    st.tuples(
        st.just("export_job.ended"), st.fixed_dictionaries({"job": st.just("job_1"), "succeeded": st.booleans()})
    ),
    st.tuples(
        st.just("invoice.changed"),
        st.fixed_dictionaries({"number": st.just("7"), "totalMinor": AMOUNT}).map(INVOICED.__or__),
    ),
    st.tuples(
        st.just("subscription.changed"),
        st.fixed_dictionaries({"priceMinor": AMOUNT, "status": st.sampled_from(["ACTIVE", "BLOCKED"])}).map(
            PLAN.__or__
        ),
    ),
    st.tuples(st.just("integration.changed"), st.fixed_dictionaries({"isBroken": st.booleans()})),
    st.tuples(st.just("card.frozen"), st.just({"card": "1"})),
]
STORY = st.lists(st.one_of(THINGS), min_size=2, max_size=14)


@settings(max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(story=STORY, data=st.data())
async def test_any_order_and_any_repetition_ends_where_once_in_order_ends(
    world: World, store: Store, admin_store: Store, story: list[tuple[str, Json]], data: st.DataObject
) -> None:
    firm = await world.partner()
    first, second = await firm.client(created_at=firm.now), await firm.client(created_at=firm.now)
    straight = await _story(admin_store, firm, first, story)
    mixed = await _story(admin_store, firm, second, story)
    shuffled = data.draw(st.permutations([*mixed, *data.draw(st.lists(st.sampled_from(mixed), max_size=4))]))
    for each in straight:
        await tell(firm, [each])
    size = data.draw(st.integers(1, len(shuffled)))
    for start in range(0, len(shuffled), size):
        await tell(firm, shuffled[start : start + size])
    assert await _state(admin_store, first) == await _state(admin_store, second)


async def _story(store: Store, firm: Firm, client: Client, story: Sequence[tuple[str, Json]]) -> list[Json]:
    teller = Teller(await account_of(store, client), firm.now - timedelta(hours=1))
    return [teller(kind, **said) for kind, said in story]


async def _state(store: Store, client: Client) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in TABLES:
        rows = [row._asdict() for row in await rows_of(store, table, client)]
        found[table.name] = [{name: value for name, value in row.items() if name not in OWN} for row in rows]
    # A month from which the last expense went away stays, and says nothing.
    found["month_figure"] = [row for row in found["month_figure"] if row["submitted_count"]]
    entries = await rows_of(store, audit_entry, client)
    found["audit"] = [entry.action for entry in sorted(entries, key=lambda entry: entry.position)]
    return found


async def test_a_step_waits_for_the_facts_before_it_and_figures_do_not(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    receipt, level = say("account.checked"), say("access.level_changed", level="EXTENDED")
    balance = say("balance.changed", balanceMinor=5_00)
    assert await tell(firm, [level, balance]) == [Is.HELD, Is.APPLIED]
    [row] = await rows_of(admin_store, client_table, bakery)
    assert (row.level, row.balance_minor) == ("LIMITED", 5_00)
    assert await tell(firm, [receipt]) == [Is.APPLIED]
    [row] = await rows_of(admin_store, client_table, bakery)
    assert row.level == "EXTENDED"


async def test_a_step_that_waits_too_long_is_taken_and_what_comes_later_still_counts(
    world: World, admin_store: Store
) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    early, grant = say("access.level_changed", level="LIMITED"), say("balance.changed", balanceMinor=7)
    level = say("access.level_changed", level="EXTENDED")
    await tell(firm, [level])
    later = firm.now + timedelta(minutes=11)
    assert await tell(firm, [say("balance.changed", balanceMinor=9)], later) == [Is.APPLIED]
    [row] = await rows_of(admin_store, client_table, bakery)
    assert (row.level, row.balance_minor) == ("EXTENDED", 9)
    assert await tell(firm, [early, grant, early], later) == [Is.IGNORED, Is.IGNORED, Is.DUPLICATE]
    [feed] = await rows_of(admin_store, client_feed, bakery)
    assert (feed.through, feed.gaps) == (4, [])


async def test_nobody_has_to_say_anything_for_the_waiting_to_end(
    world: World, store: Store, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    say.skip()
    await tell(firm, [say("client.left", reason="Went to another firm.")])
    rounds = Rounds(store, vault)
    await rounds.go(firm.now + timedelta(minutes=9))
    [before] = await rows_of(admin_store, client_table, bakery)
    await rounds.go(firm.now + timedelta(minutes=11))
    [after] = await rows_of(admin_store, client_table, bakery)
    assert (before.access_status, after.access_status) == ("ACTIVE", "DISCONNECTED")
    entries = await rows_of(admin_store, audit_entry, bakery)
    assert [(each.action, each.actor_kind) for each in entries][-1] == ("client.disconnected", "PLATFORM")


async def test_a_step_from_the_wrong_state_is_refused_with_the_reason(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    assert await tell(firm, [say("onboarding.step", status="SUBMITTED")]) == [Is.REFUSED]
    [row] = await rows_of(admin_store, fact, bakery)
    assert "VERIFIED" in row.reason


async def test_two_facts_under_one_sequence_are_noticed(world: World, admin_store: Store, now: datetime) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), now - timedelta(hours=1))
    one = say("balance.changed", balanceMinor=1)
    other = one | {"id": "another", "data": {"balanceMinor": 2}}
    assert await tell(firm, [one]) == [Is.APPLIED]
    assert await tell(firm, [other, one]) == [Is.REFUSED, Is.DUPLICATE]


async def test_what_is_refused_waits_or_is_not_understood_makes_no_data_fresh(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    later = firm.now + timedelta(hours=3)
    for kind, data, outcome in (
        ("expense.submitted", {"expense": "exp_1", "amountMinor": 1, "currency": "SEK"}, Is.REFUSED),
        ("card.frozen", {"card": "1"}, Is.UNKNOWN_KIND),
        ("access.level_changed", {"level": "EXTENDED"}, Is.HELD),
    ):
        client = await firm.client(currency="DKK")
        account = await account_of(admin_store, client)
        assert await tell(firm, [told(account, 6, kind, later, **data)], later) == [outcome]
        [row] = await rows_of(admin_store, client_table, client)
        stale = {each.kind for each in await rows_of(admin_store, signal, client)}
        assert (row.facts_at, "DATA_STALE" in stale) == (firm.now, True), kind
        assert await tell(firm, [told(account, 2, "account.checked", later)], later) == [Is.APPLIED]
        [row] = await rows_of(admin_store, client_table, client)
        assert row.facts_at == later
