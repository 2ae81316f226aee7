"""What a client lets the firm do decides about its figures and links: every combination, for every role, at once."""

from itertools import chain, combinations, product
from typing import Any

import pytest

from domain.vocabulary import AccessLevel, AccessStatus, ColleagueStatus, Grant, Role, Scope
from tests.access.reference import GRANTS, SCOPES, TABLE, Account
from tests.portal import Answer, Caller, Portal
from tests.world import Colleague, Firm, World

LINKS = [field for field, who in TABLE["ClientLinks"].items() if who.needs]
FIGURES = [field for field, who in TABLE["Client"].items() if who.needs]
READING = ("SEE_EXPENSES", "SEE_BALANCES")
SUBSETS = [frozenset(some) for some in chain.from_iterable(combinations(GRANTS, size) for size in range(4))]
STATES = ("ACTIVE", "SUSPENDED", "DISCONNECTED")
ACCOUNTS = [Account(*facts) for facts in product(STATES, (True, False), ("LIMITED", "EXTENDED"), SUBSETS)]
ASK = f"""{{ partner {{ clients(first: 100) {{ nodes {{
    id wallet {{ balance {{ amount }} }} exportProgress {{ month }} links {{ {" ".join(LINKS)} }}
    access {{ capabilities }} viewerCan {{ isAssigned capabilities openAccount }}
}} }} }} }}"""


async def _clients(firm: Firm, colleague: Colleague) -> list[Account]:
    """A client for each combination, in the order of their names, all assigned to a colleague."""
    team = []
    for number, account in enumerate(ACCOUNTS):
        client = await firm.client(
            f"Client {number:03}",
            level=AccessLevel(account.level),
            grants=[Grant(grant) for grant in account.grants],
            poa=account.has_poa,
            access_status=AccessStatus(account.status),
        )
        await firm.month(client, "2026-05", submitted=(1, 100))
        team.append(client)
    for client in team:
        await firm.assign(colleague, client)
    return ACCOUNTS


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_colleague_meets_exactly_what_each_client_allows(world: World, portal: Portal, role: Role) -> None:
    firm = await world.partner()
    colleague = await firm.colleague(role=role)
    accounts = await _clients(firm, colleague)
    answer = await portal.of(colleague)(ASK)
    works = role is not Role.VIEWER
    _compare(answer, accounts, {}, {} if works else dict.fromkeys(LINKS, "ROLE"))
    for node, account in zip(answer.data["partner"]["clients"]["nodes"], accounts, strict=True):
        mine = [name for name in account.allows if works or name in READING]
        assert node["viewerCan"] == {"isAssigned": True, "capabilities": mine, "openAccount": works and bool(mine)}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_admin_who_is_not_assigned_may_all_that_the_client_allows_but_opens_no_account(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    accounts = await _clients(firm, await firm.colleague())
    answer = await portal.of(await firm.colleague(role=Role.ADMIN))(ASK)
    _compare(answer, accounts, {}, {})
    for node, account in zip(answer.data["partner"]["clients"]["nodes"], accounts, strict=True):
        assert node["viewerCan"] == {"isAssigned": False, "capabilities": account.allows, "openAccount": False}


@pytest.mark.parametrize("missing", [None, "bookkeeping:read", "clients:read"])
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_integration_needs_its_scope_and_what_the_client_allows(
    world: World, portal: Portal, missing: str | None
) -> None:
    firm = await world.partner()
    accounts = await _clients(firm, await firm.colleague())
    machine = await firm.integration([Scope(scope) for scope in SCOPES if scope != missing])
    answer = await portal.machine(machine, *SCOPES)(ASK)
    if missing == "clients:read":
        assert [error["extensions"]["coordinate"] for error in answer.errors] == ["Partner.clients"]
        return
    reads = missing != "bookkeeping:read"
    _compare(answer, accounts, {} if reads else dict.fromkeys(FIGURES, "SCOPE"), dict.fromkeys(LINKS, "SCOPE"))
    for node, account in zip(answer.data["partner"]["clients"]["nodes"], accounts, strict=True):
        mine = [name for name in account.allows if reads and name in READING]
        assert node["viewerCan"] == {"isAssigned": False, "capabilities": mine, "openAccount": False}


def _compare(answer: Answer, accounts: list[Account], figures: dict[str, str], links: dict[str, str]) -> None:
    """Every cell, and one error per coordinate with the first factor, the first path and the number of rows."""
    nodes = answer.data["partner"]["clients"]["nodes"]
    assert [node["access"]["capabilities"] for node in nodes] == [account.allows for account in accounts]
    wanted: dict[str, Any] = {}
    for type_name, fields, always in (("Client", FIGURES, figures), ("ClientLinks", LINKS, links)):
        for field in fields:
            factors = [always.get(field) or account.lacks(TABLE[type_name][field].needs) for account in accounts]
            cells = [node[field] if type_name == "Client" else node["links"][field] for node in nodes]
            assert [cell is None for cell in cells] == [factor is not None for factor in factors], field
            first = next(number for number, factor in enumerate(factors) if factor)
            inside = ["partner", "clients", "nodes", first, *(["links"] if type_name == "ClientLinks" else []), field]
            denied = sum(factor is not None for factor in factors)
            wanted[f"{type_name}.{field}"] = (factors[first], inside, denied)
    errors = [error["extensions"] for error in answer.errors]
    assert {e["coordinate"]: (e["factor"], e["path"], e["count"]) for e in errors} == wanted
    assert len(errors) == len(wanted)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_each_client_tells_the_factor_that_it_lacks_and_who_can_change_it(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.OWNER)
    accounts = await _clients(firm, boss)
    ask = portal.of(boss)
    nodes = (await ask(ASK)).data["partner"]["clients"]["nodes"]
    fields = " ".join(f"{name} {{ __typename }}" for name in FIGURES)
    for account, node in zip(accounts, nodes, strict=True):
        if len(account.grants) > 1:
            continue
        answer = await ask(f'{{ client(id: "{node["id"]}") {{ {fields} links {{ {" ".join(LINKS)} }} }} }}')
        told = {error["extensions"]["coordinate"]: error["extensions"] for error in answer.errors}
        lacks = {
            f"{type_name}.{field}": account.lacks(TABLE[type_name][field].needs)
            for type_name, names in (("Client", FIGURES), ("ClientLinks", LINKS))
            for field in names
        }
        assert {place: said["factor"] for place, said in told.items()} == {p: f for p, f in lacks.items() if f}
        assert {said["changedBy"] for said in told.values()} <= {"the client's admin"}


async def test_a_colleague_who_was_deactivated_or_only_invited_is_nobody_in_the_firm(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    for status in (ColleagueStatus.DEACTIVATED, ColleagueStatus.INVITED):
        gone = await firm.colleague(role=Role.OWNER, status=status)
        assert (await portal.of(gone)("{ viewer { kind } }")).codes == ["NOT_A_MEMBER"]
        without_firm: Caller = portal.person(gone.email, gone.identity.subject)
        answer = await without_firm("{ viewer { kind memberships { role } } partner { id } }")
        assert answer.data == {"viewer": {"kind": "PERSON", "memberships": []}, "partner": None}
        assert [error["extensions"]["factor"] for error in answer.errors] == ["MEMBERSHIP"]
