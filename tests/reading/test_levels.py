"""What a level reads: each loader once whatever leads to it, the columns that are asked for, and nothing denied."""

import re

import pytest

from domain.vocabulary import Role, Scope
from store.engine import Store
from tests.portal import Caller, Portal
from tests.reading import documents
from tests.reading.conftest import Office
from tests.servers.statements import count_statements
from tests.world import World

PATHS = """{ partner { clients(first: %d) { nodes {
  a: assignments { colleague { name } }
  b: assignments { who: colleague { id role } again: colleague { name } }
  ... on Node { ... on Client { c: assignments { colleague { jobTitle } } } }
} } } }"""


async def selects(store: Store, ask: Caller, query: str, table: str) -> list[str]:
    """The SELECTs of a query from one table."""
    with count_statements(store) as seen:
        answer = await ask(query)
    assert "data" in answer.body, answer.body
    return [text for text in seen if re.search(rf"\bFROM {table}\b", text)]


@pytest.mark.parametrize("clients", [1, 5, 50])
async def test_rows_that_several_paths_lead_to_are_read_once(
    office: Office, boss: Caller, store: Store, clients: int
) -> None:
    assert len(await selects(store, boss, PATHS % clients, "assignment")) == 1
    # Signing in reads the viewer's own row, by a function where there are any; the level reads everybody at once.
    assert len(await selects(store, boss, PATHS % clients, "colleague")) == (1 if store.is_postgres else 2)


async def test_only_the_columns_that_are_asked_for_are_read(office: Office, boss: Caller, store: Store) -> None:
    (few,) = await selects(store, boss, "{ partner { clients { nodes { name } } } }", "client")
    assert "client.name" in few
    assert not re.search(r"balance_minor|admin_email|vat_number|industry", few)
    (more,) = await selects(
        store,
        boss,
        "{ partner { clients { nodes { vatNumber contact { email } ... on Client { industry } } } } }",
        "client",
    )
    assert all(f"client.{column}" in more for column in ("admin_email", "vat_number", "industry"))
    assert "balance_minor" not in more


async def test_columns_of_denied_fields_are_not_read(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    await firm.client()
    machine = await firm.integration(scopes=[Scope.PARTNER_READ, Scope.CLIENTS_READ])
    ask = portal.machine(machine, *(scope.value for scope in (Scope.PARTNER_READ, Scope.CLIENTS_READ)))
    query = "{ partner { clients { nodes { name wallet { balance { amount } } attention { signalCount } } } } }"
    (text,) = await selects(store, ask, query, "client")
    assert "client.name" in text
    assert not re.search(r"balance_minor|signal_count", text)


async def test_nor_in_what_a_mutation_answers(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    ada, client = await firm.colleague(role=Role.BOOKKEEPER), await firm.client()
    await firm.assign(ada, client)
    query = f"""mutation {{ unassignMe(input: {{clientId: "{client.public_id}"}}) {{
      query {{ partner {{ colleagues {{ nodes {{ name email lastSeenAt }} }} }} }} userErrors {{ code }} }} }}"""
    answered = (await selects(store, portal.of(ada), query, "colleague"))[-1]
    assert "colleague.name" in answered
    assert not re.search(r"colleague\.(email|last_seen_at)\b", answered)


@pytest.mark.parametrize("page", ["OVERVIEW", "PEOPLE", "TEAMS", "PENDING", "INVITES", "ASSIGNMENTS"])
async def test_no_page_of_the_portal_is_left_to_graphql_core(
    office: Office, portal: Portal, boss: Caller, page: str
) -> None:
    assert (await boss(getattr(documents, page), first=5)).data
    assert "gateway_fallbacks_total 0.0" in (await portal.http.get("/metrics")).text
