"""What the firm itself says of a client: a reference and tags that find it, and notes."""

from typing import Any

import pytest

from domain.vocabulary import Role
from store.engine import Store
from tests.connecting.asking import NOTE, REMOVE, UPDATE
from tests.invites.asking import ask, codes, left, places
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Caller, Portal
from tests.world import World

LIST = "query ($filter: ClientFilter) { partner { clients(filter: $filter) { totalCount nodes { name } } } }"


async def _found(caller: Caller, **filter: Any) -> list[str]:
    page = (await caller(LIST, filter=filter)).data["partner"]["clients"]
    assert page["totalCount"] == len(page["nodes"])
    return [node["name"] for node in page["nodes"]]


async def test_a_client_is_found_by_its_reference_and_tags(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client("Bageri Nord")
    other = await firm.client("Cykler Syd")
    await firm.tag(other, "Retail")
    await firm.assign(bo, bakery)
    caller, wanted = portal.of(bo), {"clientId": bakery.public_id}
    payload = await ask(caller, UPDATE, **wanted, externalReference=" K-4711 ", tags=["retail", "VAT monthly"])
    assert payload["client"]["externalReference"] == "K-4711"
    assert payload["client"]["tags"] == ["retail", "VAT monthly"]
    assert await _found(caller, search="k 47") == ["Bageri Nord"]
    # What others work on is not found, whatever its tag.
    assert await _found(caller, tag=["RETAIL"]) == ["Bageri Nord"]
    assert await _found(caller, tag=["retail", "nothing"], search="cyk") == []
    assert await _found(caller, tag=["\u0000"]) == []
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    assert await _found(boss, tag=["Retail"]) == ["Bageri Nord", "Cykler Syd"]

    again = await ask(caller, UPDATE, **wanted, tags=["retail", "VAT monthly"], ifVersion=2)
    assert (codes(again), again["client"]["version"]) == ([], 2)
    gone = await ask(caller, UPDATE, **wanted, externalReference=None, tags=[])
    assert (gone["client"]["externalReference"], gone["client"]["tags"], gone["client"]["version"]) == (None, [], 3)
    assert await _found(caller, search="4711") == []
    assert await _found(caller, search="nord") == ["Bageri Nord"]
    assert (await left(admin_store)).audit == ["client.updated"] * 2


async def test_of_twenty_changes_of_one_version_one_wins(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller, bakery = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    payloads = await at_once(lambda n: ask(caller, UPDATE, clientId=bakery.public_id, tags=[f"t{n}"], ifVersion=1), 20)
    assert sorted(map(codes, payloads)) == [[], *[["CONFLICT"]] * 19]
    assert (await left(admin_store)).audit == ["client.updated"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_mistakes_are_told_with_their_place(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller, bakery = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()

    async def wrong(**input: Any) -> dict[str, str]:
        return places(await ask(caller, UPDATE, clientId=bakery.public_id, **input))

    assert await wrong(tags=["VIP", "vip"]) == {"input.tags": "DUPLICATE"}
    assert await wrong(tags=[str(number) for number in range(21)]) == {"input.tags": "TOO_MANY"}
    assert await wrong(tags=["x" * 51]) == {"input.tags": "TOO_LONG"}
    assert await wrong(tags=[" "], externalReference="x" * 101) == {
        "input.tags": "REQUIRED",
        "input.externalReference": "TOO_LONG",
    }


async def test_notes_are_read_by_who_sees_the_client_and_removed_by_their_writer_or_an_admin(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    bo, cia = await firm.colleague("Bo"), await firm.colleague("Cia")
    bakery = await firm.client()
    for person in (bo, cia):
        await firm.assign(person, bakery)
    first = await ask(portal.of(bo), NOTE, clientId=bakery.public_id, text="Call after 10.", idempotencyKey="n")
    assert await ask(portal.of(bo), NOTE, clientId=bakery.public_id, text="Call after 10.", idempotencyKey="n") == first
    second = await ask(portal.of(cia), NOTE, clientId=bakery.public_id, text="Likes mail.")
    notes = [(note["text"], note["writtenBy"]["name"]) for note in second["client"]["notes"]]
    assert notes == [("Likes mail.", "Cia"), ("Call after 10.", "Bo")]
    ids = [payload["note"]["id"] for payload in (first, second)]
    assert codes(await ask(portal.of(cia), REMOVE, noteId=ids[0])) == ["ACCESS_DENIED"]
    assert codes(await ask(portal.of(await firm.colleague()), REMOVE, noteId=ids[0])) == ["NOT_FOUND"]
    assert (await ask(portal.of(bo), REMOVE, noteId=ids[0]))["removedNoteId"] == ids[0]
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    assert (await ask(boss, REMOVE, noteId=ids[1]))["client"]["notes"] == []
    assert codes(await ask(boss, REMOVE, noteId=ids[1])) == ["NOT_FOUND"]
    assert (await left(admin_store)).audit == ["client_note.added"] * 2 + ["client_note.removed"] * 2
