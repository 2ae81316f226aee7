"""Colleagues choose their own digests: told as they are, noted once, ended with what they are about."""

import re
from pathlib import Path
from typing import Any

import pytest

from domain.vocabulary import AccessStatus, DigestFrequency, Role, Scope
from store.engine import Store
from store.tables import digest, due
from tests.connecting.asking import DISCONNECT
from tests.connecting.asking import rows as rows_of
from tests.invites.asking import ERRORS, JOIN, ask, codes, left, places
from tests.portal import Portal
from tests.world import World

_DIGEST = "digest { frequency client { name } nextAt lastAt }"
SET = f"mutation ($input: SetDigestInput!) {{ setDigest(input: $input) {{ {_DIGEST} {ERRORS} }} }}"
SET_CLIENT = f"mutation ($input: SetClientDigestInput!) {{ setClientDigest(input: $input) {{ {_DIGEST} {ERRORS} }} }}"
MINE = """query ($id: ID!) {
  viewer { digest { frequency client { name } } clientDigests { totalCount nodes { frequency client { name } } } }
  client(id: $id) { digest { frequency client { name } } }
}"""


async def test_a_choice_is_told_at_once_and_noted_once(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    for _ in range(2):
        payload = await ask(portal.of(bo), SET, frequency="WEEKLY")
        assert payload["digest"] == {
            "frequency": "WEEKLY",
            "client": None,
            "nextAt": "2026-05-18T08:00:00Z",
            "lastAt": None,
        }
    found = await left(admin_store)
    assert found.audit == found.events == ["digest.changed"]
    daily = await ask(portal.of(bo), SET, frequency="DAILY", idempotencyKey="d")
    # Ten o'clock of that Wednesday is over.
    assert daily["digest"]["nextAt"] == "2026-05-14T08:00:00Z"
    off = await ask(portal.of(bo), SET, frequency="OFF")
    assert off["digest"] == {"frequency": "OFF", "client": None, "nextAt": None, "lastAt": None}
    assert await rows_of(admin_store, digest) == []
    # The key has its answer still, and changes nothing any more.
    assert await ask(portal.of(bo), SET, frequency="DAILY", idempotencyKey="d") == daily
    assert await rows_of(admin_store, digest) == []
    assert (await left(admin_store)).audit == ["digest.changed"] * 3


async def test_a_dry_run_changes_nothing(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client()
    await firm.assign(bo, bakery)
    await ask(portal.of(bo), SET, frequency="DAILY", validateOnly=True)
    tried = await ask(portal.of(bo), SET_CLIENT, clientId=bakery.public_id, frequency="DAILY", validateOnly=True)
    assert codes(tried) == []
    assert await rows_of(admin_store, digest) == []
    assert (await left(admin_store)).is_nothing


async def test_digests_of_single_clients_are_listed_while_they_are_seen(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo, bakery, cycles = await firm.colleague(), await firm.client("Bageri"), await firm.client("Cykler")
    await firm.assign(bo, bakery)
    payload = await ask(portal.of(bo), SET_CLIENT, clientId=bakery.public_id, frequency="MONTHLY")
    assert payload["digest"]["nextAt"] == "2026-06-01T08:00:00Z"
    await firm.digest(bo, cycles)
    answer = await portal.of(bo)(MINE, id=bakery.public_id)
    chosen = {"frequency": "MONTHLY", "client": {"name": "Bageri"}}
    assert answer.data == {
        "viewer": {
            "digest": {"frequency": "OFF", "client": None},
            "clientDigests": {"totalCount": 1, "nodes": [chosen]},
        },
        "client": {"digest": chosen},
    }


async def test_what_one_does_not_see_answers_like_what_does_not_exist(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, other = await world.partner(), await world.partner()
    bo, hidden, foreign = await firm.colleague(), await firm.client(), await other.client()
    bodies = set()
    for id in (hidden.public_id, foreign.public_id, "client_00000000000000000000000000", bo.public_id, "x"):
        answer = await portal.of(bo)(SET_CLIENT, input={"clientId": id, "frequency": "DAILY"})
        assert places(answer.data["setClientDigest"]) == {"input.clientId": "NOT_FOUND"}
        bodies.add(answer.raw)
    assert len(bodies) == 1
    assert await rows_of(admin_store, digest) == []


async def test_a_client_that_is_gone_cannot_be_chosen_but_still_be_dropped(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, gone = await firm.colleague(role=Role.ADMIN), await firm.client(access_status=AccessStatus.DISCONNECTED)
    refused = await ask(portal.of(anna), SET_CLIENT, clientId=gone.public_id, frequency="DAILY")
    assert places(refused) == {"input.clientId": "CLIENT_NOT_CONNECTED"}
    dropped = await ask(portal.of(anna), SET_CLIENT, clientId=gone.public_id, frequency="OFF")
    assert codes(dropped) == []


async def test_disconnecting_ends_everybodys_digests_of_the_client(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    bakery, kept = await firm.client(), await firm.client()
    for who, of in ((anna, bakery), (bo, bakery), (bo, kept), (bo, None)):
        await firm.digest(who, of)
    count = DISCONNECT.replace("openLinkCount", "openLinkCount digestCount")
    assert (await ask(portal.of(anna), count, clientId=bakery.public_id, validateOnly=True))["digestCount"] == 2
    assert (await ask(portal.of(anna), count, clientId=bakery.public_id))["digestCount"] == 2
    assert {row.client_id for row in await rows_of(admin_store, digest)}.isdisjoint({bakery.id})
    async with admin_store.engine.connect() as connection:
        waiting = [row for row in (await connection.execute(due.select())).all() if row.kind == "DIGEST"]
    assert len(waiting) == 2
    assert (await left(admin_store)).audit.count("digest.changed") == 2


async def test_who_joins_gets_the_weekly_one(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    _, secret = await firm.colleague_invite(email="new@example.com")
    await ask(portal.person("new@example.com"), JOIN, token=secret)
    (row,) = await rows_of(admin_store, digest)
    assert (row.frequency, row.client_id.int) == ("WEEKLY", 0)
    assert "digest.changed" not in (await left(admin_store)).audit


async def test_admins_see_what_others_chose(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, bo, bakery = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.client("Bageri")
    await firm.digest(bo, frequency=DigestFrequency.DAILY)
    await firm.digest(bo, bakery)
    asked = """{ partner { colleagues { nodes {
      isViewer digest { frequency } clientDigests(first: 5) { client { name } } } } } }"""
    nodes: list[dict[str, Any]] = (await portal.of(anna)(asked)).data["partner"]["colleagues"]["nodes"]
    assert sorted(nodes, key=lambda node: node["isViewer"]) == [
        {"isViewer": False, "digest": {"frequency": "DAILY"}, "clientDigests": [{"client": {"name": "Bageri"}}]},
        {"isViewer": True, "digest": {"frequency": "OFF"}, "clientDigests": []},
    ]


async def test_integrations_have_none(world: World, portal: Portal) -> None:
    firm = await world.partner()
    client = await firm.client()
    machine = portal.machine(await firm.integration([Scope.CLIENTS_READ]), "clients:read")
    answer = await machine(MINE, id=client.public_id)
    assert answer.data["viewer"] == {"digest": None, "clientDigests": None}
    assert answer.data["client"] == {"digest": None}
    assert answer.codes == ["ACCESS_DENIED"] * 3
    assert (await machine(SET, input={"frequency": "DAILY"})).codes == ["ACCESS_DENIED"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_example_in_the_docs_works(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client()
    await firm.assign(bo, bakery)
    text = _documented().replace("CLIENT_ID", bakery.public_id)
    answer = await portal.of(bo)(text)
    assert answer.errors == []
    assert {name: payload["userErrors"] for name, payload in answer.data.items()} == {
        "setDigest": [],
        "setClientDigest": [],
    }


def _documented() -> str:
    page = (Path(__file__).parents[2] / "docs" / "mails.md").read_text()
    (found,) = re.findall(r"```graphql\n(mutation.*?)```", page, re.DOTALL)
    return str(found)
