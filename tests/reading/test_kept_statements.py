"""Kept statements: shared by all viewers of a kind, with nothing of any of them inside."""

import random
import traceback
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Select, Uuid, select

from loaders import columns
from loaders.client import client_by_id
from loaders.columns import Columns
from loaders.reading import Reads
from store.engine import Store
from store.reading import Reader
from store.statement import bound
from store.tables import team
from store.tenancy import Keys
from store.vault import Vault
from tests.portal import Portal
from tests.reading import documents
from tests.reading.reference import reads_of, refreshed
from tests.servers.statements import recorded
from tests.world import Colleague, World
from tests.world.everything import everything

PAGES = (documents.OVERVIEW, documents.PEOPLE, documents.TEAMS, documents.PENDING, documents.ASSIGNMENTS)


async def staff(world: World) -> list[Colleague]:
    """An admin, two bookkeepers with a client each, and an outsider, of each of two firms."""
    found = []
    for firm in (await everything(world), await everything(world)):
        people = [await firm.colleague(role="ADMIN"), *[await firm.colleague() for _ in range(3)]]
        for person in people[1:3]:
            await firm.assign(person, await firm.client())
        found += people
    return found


async def test_viewers_of_two_firms_take_turns_on_the_same_statements_and_see_only_their_own(
    world: World, portal: Portal, store: Store
) -> None:
    people = await staff(world)
    asked = [(person, page) for person in people for page in PAGES] * 3
    alone: dict[Any, bytes] = {}
    for person, page in asked[: len(asked) // 3]:
        store.statements.kept.cache_clear()
        alone[person, page] = (await portal.of(person)(page, first=50)).raw
    random.Random(7).shuffle(asked)
    for person, page in asked:
        assert (await portal.of(person)(page, first=50)).raw == alone[person, page]
    assert len(set(alone.values())) > len(people)


async def test_what_is_of_a_viewer_is_bound_and_never_part_of_a_text(
    world: World, portal: Portal, store: Store
) -> None:
    people = await staff(world)
    with recorded(store) as seen:
        for person in people:
            for page in PAGES:
                await portal.of(person)(page, first=50)
    own = {id for person in people for id in (person.id, person.partner_id)}
    for sent in seen:
        assert not any(id.hex in sent.text or str(id) in sent.text for id in own)
    assert len({sent.text for sent in seen}) * 2 < len(seen)


@pytest.mark.parametrize("many", [0, 1, 3, 100])
async def test_any_number_of_keys_is_one_text(
    world: World, store: Store, vault: Vault, now: datetime, many: int
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role="ADMIN")
    clients = [await firm.client() for _ in range(min(many, 3))]
    reads = reads_of(store, vault, boss, now)
    ids = [made.id for made in clients] + [boss.id] * (many - len(clients))
    with recorded(store) as seen:
        rows = await client_by_id(reads, ids)
        await client_by_id(reads, [boss.id, *ids])
    await refreshed(reads)
    assert [row and row.id for row in rows] == [*(made.id for made in clients), *[None] * (many - len(clients))]
    assert len({sent.text for sent in seen}) == 1


async def test_rows_have_the_columns_asked_for_and_those_that_are_always_there(
    world: World, store: Store, vault: Vault, now: datetime
) -> None:
    firm = await world.partner()
    boss, made = await firm.colleague(role="ADMIN"), await firm.client()
    whole = reads_of(store, vault, boss, now)
    narrow = Reads(whole.viewer, now, whole.source, vault, {"Client": frozenset({"name", "admin_email"})})
    found = [(await client_by_id(reads, [made.id]))[0] for reads in (whole, narrow, narrow.within(whole.source))]
    await refreshed(whole)
    assert found[1]._fields == (*_in_order("name", "admin_email"),)
    assert found[0] == found[2]
    for name in found[1]._fields:
        assert getattr(found[0], name) == getattr(found[1], name)
        assert type(getattr(found[0], name)) is type(getattr(found[1], name))


def test_what_is_always_there_is_there() -> None:
    declared = [each for each in vars(columns).values() if isinstance(each, Columns)]
    assert len(declared) > 10
    for each in declared:
        assert each.always <= {column.key for column in each.stored}, each.types


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_value_that_does_not_fit_is_not_shown(store: Store) -> None:
    reader, secret = Reader(store, Keys()), "very private"
    with pytest.raises(ValueError, match="does not fit") as raised:
        await reader.fetch(_by_id, (), {"id": secret})
    await reader.close()
    assert secret not in "".join(traceback.format_exception(raised.value))


def _by_id() -> Select[Any]:
    return select(team.c.id).where(team.c.id == bound("id", Uuid()))


def _in_order(*names: str) -> list[str]:
    return [column.key for column in columns.CLIENT.stored if column.key in columns.CLIENT.always | set(names)]
