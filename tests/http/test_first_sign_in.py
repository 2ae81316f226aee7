"""The first sign-in binds a colleague to a person; whoever else holds the address is nobody from then on."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, text

from domain.ids import IdKind, encode
from domain.vocabulary import ColleagueStatus
from gateway.signing_in import firms_of
from store.engine import Store
from store.tables import audit_detail, audit_entry, colleague, outbox_event
from store.turns import PATIENCE_SECONDS
from tests.portal import Answer, Portal
from tests.servers.databases import PostgresServer, SqliteFiles
from tests.servers.statements import recorded
from tests.world import Colleague, Firm, World

WHO = "{ viewer { kind memberships { partnerName } } }"
FIRM = "{ partner { name } }"
ADA = "ada@nord.example"


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """Who is first, and which rows a person opens, is for each database to decide."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    maker: SqliteFiles | PostgresServer = request.getfixturevalue(name)
    return maker


async def unbound(firm: Firm, **columns: Any) -> Colleague:
    return await firm.colleague(email=ADA, **{"issuer": None, "subject": None} | columns)


def naming(firm: Firm) -> dict[str, str]:
    return {"Gateway_Partner": encode(IdKind.PARTNER, firm.id)}


def kind(answer: Answer) -> str:
    found: str = answer.data["viewer"]["kind"]
    return found


def firms(answer: Answer) -> set[str]:
    return {each["partnerName"] for each in answer.data["viewer"]["memberships"]}


async def person(admin: Store, somebody: Colleague) -> Any:
    """What is stored of a colleague."""
    async with admin.engine.connect() as connection:
        return (await connection.execute(select(colleague).where(colleague.c.id == somebody.id))).one()


async def bindings(admin: Store) -> tuple[list[tuple[str, UUID, Any]], list[UUID]]:
    """The audit entries of bindings (who acted, upon whom, what came), and whom the events are about."""
    entry, detail = audit_entry.c, audit_detail.c
    entries = select(entry.actor_kind, entry.actor_id, entry.object_id, detail.after).join_from(
        audit_entry, audit_detail, entry.id == detail.entry_id
    )
    events = select(outbox_event.c.object_id).where(outbox_event.c.kind == "colleague.bound")
    async with admin.engine.connect() as connection:
        found = (await connection.execute(entries.where(entry.action == "colleague.bound"))).all()
        told = (await connection.execute(events)).scalars().all()
    assert all(row.actor_id == row.object_id for row in found)
    return [(row.actor_kind, row.object_id, row.after) for row in found], list(told)


async def test_the_first_sign_in_binds_and_the_request_goes_on_as_that_colleague(
    world: World, portal: Portal, admin_store: Store
) -> None:
    ada = await unbound(await world.partner("Nord"))
    answer = await portal.person(ADA, subject="first")(FIRM)
    assert answer.data == {"partner": {"name": "Nord"}}
    stored = await person(admin_store, ada)
    assert (stored.issuer, stored.subject, stored.last_seen_at) == (portal.issuer.issuer, "first", None)
    bound = {"issuer": portal.issuer.issuer, "subject": "first"}
    assert await bindings(admin_store) == ([("COLLEAGUE", ada.id, bound)], [ada.id])


async def test_another_subject_with_the_same_verified_address_is_nobody_afterwards(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    ada = await unbound(firm)
    assert kind(await portal.person(ADA, subject="first")(WHO)) == "COLLEAGUE"
    thief = portal.person(ADA, subject="second")
    assert kind(await thief(WHO)) == "PERSON"
    assert (await thief.with_headers(**naming(firm))(WHO)).codes == ["NOT_A_MEMBER"]
    assert (await person(admin_store, ada)).subject == "first"
    assert kind(await portal.person("new@address.example", subject="first")(WHO)) == "COLLEAGUE"


async def test_of_two_subjects_that_come_first_at_the_same_moment_one_wins(
    world: World, portal: Portal, admin_store: Store
) -> None:
    ada = await unbound(await world.partner())
    subjects = ["first", "second"] * 10
    answers = await asyncio.gather(*(portal.person(ADA, subject=subject)(WHO) for subject in subjects))
    seen = Counter(zip(subjects, map(kind, answers), strict=True))
    winner = (await person(admin_store, ada)).subject
    (loser,) = {"first", "second"} - {winner}
    assert seen == {(winner, "COLLEAGUE"): 10, (loser, "PERSON"): 10}
    entries, events = await bindings(admin_store)
    assert [after["subject"] for _, _, after in entries] == [winner]
    assert events == [ada.id]


async def test_a_person_at_two_firms_is_bound_at_both_whichever_is_named(
    world: World, portal: Portal, admin_store: Store
) -> None:
    nord, south = await world.partner("Nord"), await world.partner("South")
    both = [await unbound(nord), await unbound(south)]
    caller = portal.person(ADA, subject="first").with_headers(**naming(south))
    assert firms(await caller(WHO)) == {"Nord", "South"}
    assert [(await person(admin_store, each)).subject for each in both] == ["first", "first"]
    entries, events = await bindings(admin_store)
    assert {each.id for each in both} == {id for _, id, _ in entries} == set(events)
    assert len(entries) == len(events) == 2


async def test_who_is_bound_at_one_firm_is_bound_at_the_next_one_too(
    world: World, portal: Portal, admin_store: Store
) -> None:
    old = await (await world.partner("Nord")).colleague(email=ADA)
    south = await world.partner("South")
    new = await unbound(south)
    caller = portal.person(ADA, subject=old.identity.subject).with_headers(**naming(south))
    assert firms(await caller(WHO)) == {"Nord", "South"}
    assert (await person(admin_store, new)).subject == old.identity.subject


@pytest.mark.parametrize("status", [ColleagueStatus.ACTIVE, ColleagueStatus.DEACTIVATED])
async def test_a_membership_of_one_who_is_known_there_by_another_address_is_left_out(
    world: World, portal: Portal, admin_store: Store, status: ColleagueStatus
) -> None:
    nord, south = await world.partner("Nord"), await world.partner("South")
    known = await nord.colleague(email="old@nord.example", status=status)
    twin, elsewhere = await unbound(nord), await unbound(south)
    answer = await portal.person(ADA, subject=known.identity.subject).with_headers(**naming(south))(WHO)
    assert firms(answer) == ({"Nord", "South"} if status is ColleagueStatus.ACTIVE else {"South"})
    assert len(answer.data["viewer"]["memberships"]) == len(firms(answer))
    assert (await person(admin_store, twin)).subject is None
    assert [id for _, id, _ in (await bindings(admin_store))[0]] == [elsewhere.id]


@pytest.mark.parametrize("status", [ColleagueStatus.INVITED, ColleagueStatus.DEACTIVATED])
async def test_who_is_not_active_is_not_bound(
    world: World, portal: Portal, admin_store: Store, status: ColleagueStatus
) -> None:
    ada = await unbound(await world.partner(), status=status)
    assert kind(await portal.person(ADA)(WHO)) == "PERSON"
    assert (await person(admin_store, ada)).subject is None
    assert await bindings(admin_store) == ([], [])


async def test_an_address_that_the_issuer_has_not_verified_binds_nobody(
    world: World, portal: Portal, admin_store: Store
) -> None:
    ada = await unbound(await world.partner())
    assert kind(await portal.bearer(portal.issuer.mint(ADA))(WHO)) == "PERSON"
    assert (await person(admin_store, ada)).subject is None


async def test_later_sign_ins_read_once_and_write_nothing(world: World, portal: Portal, store: Store) -> None:
    await unbound(await world.partner())
    asking = portal.person(ADA)
    await asking("{ __typename }")
    with recorded(store) as seen:
        for _ in range(3):
            await asking("{ __typename }")
    assert len(seen) == 3
    assert all(sent.text.startswith("SELECT") for sent in seen)


async def test_whoever_only_looks_binds_nobody(world: World, portal: Portal, store: Store, admin_store: Store) -> None:
    firm = await world.partner()
    ada = await unbound(firm)
    assert await firms_of(store, portal.issuer.issuer, ADA) == [firm.id]
    assert (await person(admin_store, ada)).subject is None


async def make_read_only(store: Store, admin_store: Store) -> None:
    """All connections that the store opens from now on."""
    if store.lanes is None:
        await store.engine.dispose()
        event.listen(store.engine.sync_engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
        return
    async with admin_store.engine.begin() as connection:
        name = admin_store.engine.url.database
        await connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    store.lanes.forget()


async def test_who_cannot_be_bound_because_writers_hang_does_not_get_in(
    world: World, portal: Portal, store: Store, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await unbound(await world.partner())
    # A test's store waits where a server would refuse.
    monkeypatch.setattr(store.writers, "_patience", PATIENCE_SECONDS)
    for _ in range(5):
        await store.writers.take()
    refused = await portal.person(ADA)(WHO)
    assert (refused.status, refused.codes, refused.headers["retry-after"]) == (503, ["UNAVAILABLE"], "1")
    assert (await person(admin_store, ada)).subject is None
    for _ in range(5):
        store.writers.give_back()
    assert kind(await portal.person(ADA)(WHO)) == "COLLEAGUE"


async def test_who_cannot_be_bound_because_the_database_is_read_only_does_not_get_in(
    world: World, portal: Portal, store: Store, admin_store: Store
) -> None:
    ada = await unbound(await world.partner())
    await make_read_only(store, admin_store)
    refused = await portal.person(ADA)(WHO)
    assert (refused.status >= 500, "data" in refused.body) == (True, False)
    assert (await person(admin_store, ada)).subject is None
