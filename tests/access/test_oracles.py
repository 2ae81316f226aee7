"""Filters, orders and searches tell nothing to whoever may not read what they look at."""

import base64

import pytest

from domain.vocabulary import AccessStatus, AttentionLevel, Role, Scope, SignalKind
from schema.access import gated_schema
from tests.access.reference import SCOPES
from tests.portal import Answer, Portal
from tests.world import Firm, World

# Every way to ask for clients, and the scope of the fields that show what it looks at; None is for no integration.
FILTERS: dict[str, tuple[str, str | None]] = {
    "search": ('"Ost"', "clients:read"),
    "status": ("ACTIVE", "clients:read"),
    "level": ("LIMITED", "clients:read"),
    "onboarding": ("VERIFIED", "clients:read"),
    "attention": ("CRITICAL", "bookkeeping:read"),
    "signal": ("LOW_BALANCE", "bookkeeping:read"),
    "monthBehind": ('"2026-04"', "bookkeeping:read"),
    "tag": ('["VIP"]', "clients:read"),
    "assigneeId": ('"colleague_1"', "people:read"),
    "teamId": ('"team_1"', "people:read"),
    "isUnassigned": ("true", "people:read"),
    "isMine": ("true", None),
}
ORDERS = {
    "NAME": "clients:read",
    "ATTENTION": "bookkeeping:read",
    "BALANCE": "bookkeeping:read",
    "SIGNAL_COUNT": "bookkeeping:read",
    "SIGNAL_AMOUNT": "bookkeeping:read",
    "SIGNAL_AGE": "bookkeeping:read",
}


def _fields(type_name: str) -> set[str]:
    kind = gated_schema().type_map[type_name]
    return set(getattr(kind, "fields", None) or getattr(kind, "values", {}))


def test_every_filter_and_order_is_judged_here() -> None:
    assert (_fields("ClientFilter"), _fields("ClientOrderField")) == (set(FILTERS), set(ORDERS))
    # By `tests/people/test_list.py`.
    assert _fields("ColleagueOrderField") == {"NAME", "ROLE", "LAST_SEEN_AT"}


def _told(answer: Answer) -> dict[str, tuple[str, int]]:
    return {
        error["extensions"]["coordinate"]: (error["extensions"]["factor"], error["extensions"]["count"])
        for error in answer.errors
    }


@pytest.mark.parametrize("missing", ["bookkeeping:read", "people:read", "clients:read"])
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_integration_asks_only_by_what_it_may_read(world: World, portal: Portal, missing: str) -> None:
    firm = await world.partner()
    await firm.client()
    machine = await firm.integration([Scope(scope) for scope in SCOPES if scope != missing])
    ask = portal.machine(machine, *SCOPES)
    for name, (value, scope) in FILTERS.items():
        for field, owner in (
            ("clients({}) {{ totalCount }}", "clients:read"),
            ("bookkeepingOverview({}) {{ balances {{ clientCount }} }}", "bookkeeping:read"),
            ("monthlyOverview({}) {{ month }}", "bookkeeping:read"),
        ):
            answer = await ask(f"{{ partner {{ {field.format(f'filter: {{{name}: {value}}}')} }} }}")
            if missing == owner:
                assert set(_told(answer)) == {f"Partner.{field.partition('(')[0]}"}
            else:
                assert _told(answer) == ({f"ClientFilter.{name}": ("SCOPE", 1)} if scope in (missing, None) else {})
            assert (answer.data["partner"][field.partition("(")[0]] is None) is bool(answer.errors)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_integration_orders_only_by_what_it_may_read(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.client()
    machine = await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ])
    for name, scope in ORDERS.items():
        for direction in ("ASC", "DESC"):
            ask = f"{{ partner {{ clients(orderBy: {{field: {name}, direction: {direction}}}) {{ totalCount }} }} }}"
            answer = await portal.machine(machine, *SCOPES)(ask)
            denied = scope == "bookkeeping:read"
            assert _told(answer) == ({f"ClientOrderField.{name}": ("SCOPE", 1)} if denied else {})
            assert (answer.data["partner"]["clients"] is None) is denied


async def test_a_denied_filter_is_told_once_however_often_it_is_asked_for(world: World, portal: Portal) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ])
    aliases = " ".join(f"a{n}: clients(filter: {{attention: CRITICAL}}) {{ totalCount }}" for n in range(20))
    answer = await portal.machine(machine, *SCOPES)(f"{{ partner {{ {aliases} }} }}")
    assert _told(answer) == {"ClientFilter.attention": ("SCOPE", 20)}


async def test_every_filter_goes_with_every_order_and_overview(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    await _two_of_each(firm)
    for name, (value, _) in FILTERS.items():
        given = f"filter: {{{name}: {value}}}"
        fields = [f"{order}: clients({given}, orderBy: {{field: {order}, signal: LOW_BALANCE}})" for order in ORDERS]
        pages = " ".join(f"{field} {{ totalCount nodes {{ name }} }}" for field in fields)
        answer = await boss(
            f"{{ partner {{ {pages} monthlyOverview({given}) {{ month }} "
            f"bookkeepingOverview({given}) {{ balances {{ clientCount }} attentionCounts {{ clientCount }} }} }} }}"
        )
        assert answer.errors == [], name
        counts = {len(answer.data["partner"][order]["nodes"]) for order in ORDERS}
        counts |= {answer.data["partner"][order]["totalCount"] for order in ORDERS}
        counted = sum(
            level["clientCount"] for level in answer.data["partner"]["bookkeepingOverview"]["attentionCounts"]
        )
        # Tabs count every level, whichever is chosen.
        counts.add(counted if name != "attention" else counted - 2)
        assert len(counts) == 1, name


async def test_balances_that_are_hidden_order_nothing_and_stand_in_no_cursor(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    for name, balance in (("Alfa", 7_000_000), ("Beta", 1), ("Gamma", 9_000_000)):
        await firm.client(name, poa=False, balance=balance)
    for direction in ("ASC", "DESC"):
        answer = await boss(
            f"{{ partner {{ clients(orderBy: {{field: BALANCE, direction: {direction}}}) "
            "{ edges { cursor node { name } } } bookkeepingOverview { balances { clientCount } } } }"
        )
        edges = answer.data["partner"]["clients"]["edges"]
        assert [edge["node"]["name"] for edge in edges] == ["Alfa", "Beta", "Gamma"]
        assert not any(b"000000" in base64.urlsafe_b64decode(edge["cursor"] + "==") for edge in edges)
        assert answer.data["partner"]["bookkeepingOverview"] == {"balances": []}


async def test_months_that_are_hidden_are_found_by_no_filter_and_add_to_no_total(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    for status in (AccessStatus.SUSPENDED, AccessStatus.DISCONNECTED):
        client = await firm.client(access_status=status)
        await firm.month(client, "2026-04", submitted=(5, 5_00), exported=(1, 1_00))
    answer = await boss(
        '{ partner { clients(filter: {monthBehind: "2026-04"}) { totalCount } '
        'monthlyOverview(endingWith: "2026-04", months: 1) { behindClientCount totals { currency } } } }'
    )
    assert answer.data["partner"] == {
        "clients": {"totalCount": 0},
        "monthlyOverview": [{"behindClientCount": 0, "totals": []}],
    }


LISTS = (
    "clients(first: 1, after: $after) { nodes { id } }",
    "colleagues(first: 1, after: $after) { nodes { id } }",
    "teams(first: 1, after: $after) { nodes { id } }",
    "assignments(first: 1, after: $after) { nodes { id } }",
    "invites(first: 1, after: $after) { nodes { id } }",
)


async def test_a_cursor_is_good_for_nobody_but_the_caller_and_list_it_was_made_for(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    boss, helper = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    await _two_of_each(firm)
    cursors = {}
    for wanted in LISTS:
        name = wanted.partition("(")[0]
        page = await portal.of(boss)(f"{{ partner {{ {name}(first: 1) {{ pageInfo {{ endCursor }} }} }} }}")
        cursors[name] = page.data["partner"][name]["pageInfo"]["endCursor"]
    for wanted in LISTS:
        name = wanted.partition("(")[0]
        for made_for, cursor in cursors.items():
            for caller in (boss, helper):
                answer = await portal.of(caller)(f"query($after: String) {{ partner {{ {wanted} }} }}", after=cursor)
                good = made_for == name and caller is boss
                assert answer.codes == ([] if good else ["BAD_CURSOR"]), (name, made_for)
        garbage = await portal.of(helper)(f"query($after: String) {{ partner {{ {wanted} }} }}", after="nonsense")
        stolen = await portal.of(helper)(f"query($after: String) {{ partner {{ {wanted} }} }}", after=cursors[name])
        assert garbage.raw == stolen.raw


async def _two_of_each(firm: Firm) -> None:
    worker = await firm.colleague()
    for _ in range(2):
        client = await firm.client()
        await firm.signal(client, SignalKind.LOW_BALANCE, AttentionLevel.WARNING)
        await firm.team(members=[worker], clients=[client])
        await firm.client_invite()
