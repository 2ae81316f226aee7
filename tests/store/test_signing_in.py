"""Signing in on PostgreSQL: what a call opens is closed when it ends, whoever uses the connection next."""

from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Identity
from loaders.viewer import machine, memberships
from store.engine import Store, open_store
from store.faults import Unavailable
from tests.http.faults import eventually
from tests.servers.databases import Database
from tests.servers.statements import count_statements, taken
from tests.world import Firm, World

pytestmark = pytest.mark.parametrize("databases", ["postgres"], indirect=True)

OPEN = """
    SELECT (SELECT count(*) FROM colleague) + (SELECT count(*) FROM partner) + (SELECT count(*) FROM integration),
        concat(current_setting('gateway.issuer', true), current_setting('gateway.subject', true),
            current_setting('gateway.email', true), current_setting('gateway.client_id', true))
"""


@pytest.fixture
async def firm(world: World) -> Firm:
    return await world.partner()


async def reads_on_the_same_connection(store: Store) -> tuple[Any, ...]:
    assert store.lanes is not None
    connection = store.lanes.idle()
    assert connection is not None
    found = await connection.fetchrow(OPEN)
    store.lanes.give_back(connection)
    assert found is not None
    return tuple(found)


async def test_one_statement_finds_the_memberships_and_leaves_nothing_open(firm: Firm, store: Store) -> None:
    ada = await firm.colleague()
    await firm.colleague()
    with count_statements(store) as seen:
        (row,) = await memberships(store, ada.identity)
    assert (row.id, row.partner_name, row.role, len(seen)) == (ada.id, firm.name, ada.role.value, 1)
    assert (await reads_on_the_same_connection(store), taken(store)) == ((0, ""), 0)


async def test_one_statement_finds_the_integration_and_leaves_nothing_open(firm: Firm, store: Store) -> None:
    ours = await firm.integration()
    await firm.integration()
    found = await machine(store, ours.identity)
    assert found is not None
    assert (found.id, found.partner_id) == (ours.id, firm.id)
    assert await reads_on_the_same_connection(store) == (0, "")


async def test_what_a_call_opens_is_closed_within_the_same_transaction(firm: Firm, store: Store) -> None:
    ada, machine_ = await firm.colleague(), await firm.integration()
    calls = (
        ("SELECT id FROM gateway_memberships(:a, :b, '')", ada.identity.subject, ada.id),
        ("SELECT id FROM gateway_machine(:a, :b)", machine_.identity.client_id, machine_.id),
    )
    for call, subject, id in calls:
        async with store.engine.begin() as connection:
            assert await connection.scalar(text(call), {"a": ada.identity.issuer, "b": subject}) == id
            assert tuple((await connection.execute(text(OPEN))).one()) == (0, "")


async def test_nobody_finds_another_by_an_issuer_a_subject_or_an_address_alone(firm: Firm, store: Store) -> None:
    ada, ours = await firm.colleague(), await firm.integration()
    issuer = ada.identity.issuer
    for stranger in (
        Identity("https://elsewhere.example", ada.identity.subject, ada.identity.email),
        Identity(issuer, "somebody else", ada.identity.email),
        Identity(issuer, "x' OR true; --", ""),
    ):
        assert await memberships(store, stranger) == []
    assert await machine(store, Identity(issuer, "", client_id="another")) is None
    assert await machine(store, Identity("https://elsewhere.example", "", client_id=ours.identity.client_id)) is None


async def test_a_connection_that_has_died_meanwhile_is_replaced(firm: Firm, store: Store, admin_store: Store) -> None:
    ada = await firm.colleague()
    await memberships(store, ada.identity)
    async with admin_store.engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    (row,) = await memberships(store, ada.identity)
    assert row.id == ada.id
    await eventually(lambda: taken(store) == 0, 5)


async def test_a_database_that_is_not_there_is_told_as_unavailable(
    blank_database: Database,
) -> None:
    nowhere = open_store(blank_database.url.replace(blank_database.url.rpartition("/")[2].partition("?")[0], "gone"))
    with pytest.raises(Unavailable):
        await memberships(nowhere, Identity("https://a.example", "b"))
    assert taken(nowhere) == 0
    await nowhere.close()
