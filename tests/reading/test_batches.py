"""What pages cost: one SELECT per loader and level, however many rows they show."""

import pytest

from domain.ids import IdKind
from store.engine import Store
from tests.portal import Caller
from tests.reading import documents
from tests.reading.conftest import Office
from tests.servers.statements import count_statements, round_trips

SELECTS = {
    "OVERVIEW": {"boss": 17, "bookkeeper": 17},
    "PEOPLE": {"boss": 14, "bookkeeper": 13},
    "TEAMS": {"boss": 13, "bookkeeper": 13},
    "PENDING": {"boss": 11, "bookkeeper": 9},
    "INVITES": {"boss": 7, "bookkeeper": 6},
    "ASSIGNMENTS": {"boss": 10, "bookkeeper": 10},
}


async def cost(store: Store, caller: Caller, document: str, **variables: object) -> int:
    with count_statements(store) as seen:
        answer = await caller(document, **variables)
    assert set(answer.codes) <= {"ACCESS_DENIED"}
    return len(seen)


async def test_every_page_of_the_portal_takes_a_fixed_number_of_selects(
    office: Office, boss: Caller, bookkeeper: Caller, store: Store
) -> None:
    callers = {"boss": boss, "bookkeeper": bookkeeper}
    found = {
        page: {who: await cost(store, caller, getattr(documents, page), first=50) for who, caller in callers.items()}
        for page in SELECTS
    }
    assert found == SELECTS


@pytest.mark.parametrize("clients", [1, 10, 50])
async def test_the_overview_of_one_client_costs_as_many_selects_as_that_of_fifty(
    office: Office, boss: Caller, bookkeeper: Caller, store: Store, clients: int
) -> None:
    found = {"boss": boss, "bookkeeper": bookkeeper}
    # Of a client without a power of attorney the months are not even read.
    shown = {"first": clients, "filter": {"status": ["ACTIVE"]}}
    assert {who: await cost(store, each, documents.OVERVIEW, **shown) for who, each in found.items()} == {
        "boss": 17,
        "bookkeeper": 17,
    }


async def test_no_page_costs_more_for_more_rows(office: Office, boss: Caller, store: Store) -> None:
    for page, selects in SELECTS.items():
        for rows in (1, 2, 7):
            # Whom a full page has shown already, a short one may have to look up further down: once, for all of them.
            assert await cost(store, boss, getattr(documents, page), first=rows) <= selects["boss"] + 1, page


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_what_a_level_reads_travels_together(office: Office, boss: Caller) -> None:
    with round_trips() as trips:
        await boss(documents.OVERVIEW, first=50)
    assert [len(trip) for trip in trips] == [2, 4, 7, 2, 1]


RELATED = ("assignments", "invoices", "grantRequests", "notes")


async def test_fifty_ids_of_mixed_types_take_one_select_per_type(office: Office, boss: Caller, store: Store) -> None:
    listed = await boss(
        "{ partner { id clients(first: 50) { nodes { id invoices(first: 1) { id } assignments { id } "
        "grantRequests(first: 1) { id } notes(first: 1) { id } } }"
        " colleagues { nodes { id } } teams { nodes { id } } invites { nodes { id } } } }"
    )
    firm = listed.data["partner"]
    clients = firm["clients"]["nodes"]
    mixed = [firm["id"], *(node["id"] for name in ("colleagues", "teams", "invites") for node in firm[name]["nodes"])]
    mixed += [row["id"] for row in clients]
    mixed += [row["id"] for each in clients for name in RELATED for row in each[name]]
    chosen = [found for kind in IdKind if (found := next((id for id in mixed if id.startswith(kind)), None))]
    ids = (chosen + mixed)[:50]
    with count_statements(store) as seen:
        answer = await boss("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=ids)
    assert [node["id"] for node in answer.data["nodes"]] == ids
    assert len(seen) == 1 + len(chosen) == 10


async def test_signing_in_takes_one_select_however_many_firms_a_person_works_for(
    office: Office, boss: Caller, store: Store
) -> None:
    assert await cost(store, boss, "{ viewer { role memberships { partnerName } } }") == 1


async def test_clients_of_many_time_zones_read_their_months_at_once(office: Office, boss: Caller, store: Store) -> None:
    document = """{ partner { clients(first: 50) { nodes {
      a: exportProgress(months: 1) { month } b: exportProgress(months: 6) { month }
      c: exportProgress(months: 2, endingWith: "2026-01") { month }
    } } } }"""
    assert await cost(store, boss, document) == 4
