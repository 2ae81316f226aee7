"""The worlds that tests build are whole: what one part of a row says, the others say as well."""

from datetime import timedelta

from sqlalchemy import select

from domain.attention import summarize
from domain.vocabulary import AccessStatus, AttentionLevel, OnboardingStatus, SignalKind
from store.engine import Store
from store.tables import METADATA, assignment, assignment_source, client, invite, signal, signing_key
from store.vault import secret_hash
from tests.world import World
from tests.world.everything import everything


async def test_a_firm_can_have_a_row_in_every_table(world: World, admin_store: Store) -> None:
    await everything(world)
    async with admin_store.engine.connect() as connection:
        empty = {
            table.name
            for table in METADATA.sorted_tables
            if table is not signing_key and (await connection.execute(select(table).limit(1))).first() is None
        }
    assert not empty


async def test_a_clients_verdict_is_the_summary_of_its_fourteen_signals(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    await firm.signal(bakery, SignalKind.MISSING_RECEIPTS, AttentionLevel.INFO, count=3)
    await firm.signal(bakery, SignalKind.POA_MISSING, AttentionLevel.CRITICAL, since=firm.now - timedelta(days=9))
    await firm.signal(bakery, SignalKind.DATA_STALE, AttentionLevel.NONE)
    async with admin_store.engine.connect() as connection:
        row = (await connection.execute(select(client))).one()
        signals = (await connection.execute(select(signal))).all()
    verdict = summarize((AttentionLevel(each.level), each.since) for each in signals)
    assert len(signals) == len(SignalKind) == 14
    assert (row.attention_level, row.signal_count, row.attention_since) == (3, 2, firm.now - timedelta(days=9))
    assert row.attention_order == verdict.order


async def test_a_team_joins_the_assignment_that_lives_already(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client()
    direct = await firm.assign(bo, bakery, ends_at=firm.now + timedelta(days=3))
    team = await firm.team(members=[bo], clients=[bakery])
    async with admin_store.engine.connect() as connection:
        only = (await connection.execute(select(assignment))).one()
        sources = (await connection.execute(select(assignment_source))).all()
    assert (only.id, only.ends_at) == (direct.id, None)
    assert {(each.source, each.team_id) for each in sources} == {("DIRECT", None), ("TEAM", team.id)}


async def test_a_clients_status_follows_from_access_and_onboarding(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    expected = {
        (await firm.client()).id: "ACTIVE",
        (await firm.client(onboarding=OnboardingStatus.IN_REVIEW)).id: "ONBOARDING",
        (await firm.client(poa=False)).id: "SUSPENDED",
        (await firm.client(access_status=AccessStatus.DISCONNECTED)).id: "DISCONNECTED",
    }
    async with admin_store.engine.connect() as connection:
        found = {row.id: row.status for row in await connection.execute(select(client))}
    assert found == expected


async def test_an_invite_keeps_nothing_of_its_secret_but_the_hash(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    made, secret = await firm.client_invite()
    async with admin_store.engine.connect() as connection:
        row = (await connection.execute(select(invite))).one()
    assert (row.id, row.token_hash) == (made.id, secret_hash(secret))
    assert secret not in str(row)
