"""Where a change came from: the way in, the address as trusted proxies tell it, and the program, cut short."""

import asyncio
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from domain.audit import Origin
from domain.vocabulary import OriginKind, Role, Scope
from gateway.http.origin import Origins, address_of
from store.engine import Store
from store.tables import audit_detail
from tests.company.accounts import CREATE, own
from tests.company.test_updating import UPDATE
from tests.http.sockets import served
from tests.invites.asking import ask
from tests.live.sockets import socket_to
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.world import World

LAST = "{ partner { auditEvents(first: 1) { nodes { action origin { kind address userAgent } } } } }"
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


async def last(caller: Caller) -> Any:
    """The origin of the newest entry."""
    answer = await caller(LAST)
    assert not answer.errors, answer.body
    return answer.data["partner"]["auditEvents"]["nodes"][0]["origin"]


async def test_a_request_leaves_its_address_and_program(world: World, portal: Portal) -> None:
    ada = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    program = ada.with_headers(User_Agent="Portal/7 " + "x" * 300, X_Forwarded_For="203.0.113.9")
    await ask(program, UPDATE, name="Nord")
    found = await last(ada)
    assert (found["kind"], found["address"]) == ("HTTP", "127.0.0.1")
    assert found["userAgent"] == ("Portal/7 " + "x" * 300)[:200]


@on_sqlite
async def test_behind_trusted_proxies_it_is_the_address_that_they_name(
    world: World, store: Store, database_url: str, tmp_path: Path, now: datetime
) -> None:
    ada = await (await world.partner()).colleague(role=Role.ADMIN)
    portal = open_portal(store, database_url, tmp_path, now, GATEWAY_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8")
    caller = portal.of(ada).with_headers(X_Forwarded_For="198.51.100.1, 203.0.113.9, 10.1.2.3")
    await ask(caller, UPDATE, name="Nord")
    assert (await last(caller))["address"] == "203.0.113.9"
    await portal.http.aclose()


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["[2001:db8::7]:443"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["<script>, "], "10.0.0.1"),
        ("a socket's file", ["203.0.113.9"], None),
        (None, ["203.0.113.9"], None),
    ],
)
async def test_only_what_trusted_proxies_say_is_believed(
    peer: str | None, forwarded: list[str], address: str | None
) -> None:
    seen: list[str | None] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(address_of(scope))

    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"type": "http", "headers": headers, "client": (peer, 5) if peer else None}
    await Origins(app, [ip_network("10.0.0.0/8")])(scope, None, None)  # type: ignore[arg-type]
    assert seen == [address]


def test_what_a_program_says_of_itself_is_one_line() -> None:
    assert Origin.of_request(OriginKind.HTTP, None, "a\r\nb\x00\x1b[1m").user_agent == "a  b  [1m"
    assert Origin.of_request(OriginKind.HTTP, None, " \n").user_agent is None


@on_sqlite
async def test_a_message_on_a_socket_comes_from_where_the_socket_does(world: World, portal: Portal) -> None:
    ada = await (await world.partner()).colleague(role=Role.ADMIN)
    async with served(portal.app) as port, socket_to(port) as socket:
        await socket.init(portal.token_of(ada))
        await socket.ask('mutation { updateCompany(input: {name: "Nord"}) { userErrors { code } } }')
        assert (await socket.hear())["payload"]["data"]["updateCompany"] == {"userErrors": []}
    found = await last(portal.of(ada))
    assert (found["kind"], found["address"]) == ("WEBSOCKET", "127.0.0.1")
    assert "websockets" in found["userAgent"]


@on_sqlite
async def test_background_work_is_told_apart(world: World, portal: Portal) -> None:
    ada = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    async with portal.app.router.lifespan_context(portal.app), asyncio.timeout(30):
        await ask(ada, CREATE)
        while (await own(ada))["status"] == "CREATING":
            await asyncio.sleep(0.02)
        assert await last(ada) == {"kind": "WORKER", "address": None, "userAgent": None}


@on_sqlite
async def test_whoever_may_not_know_people_is_not_told_where_they_were(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo = portal.of(await firm.colleague())
    client = await firm.client()
    await firm.assign(await firm.colleague(), client)
    await ask(portal.of(await firm.colleague(role=Role.ADMIN)), UPDATE, name="Nord")
    machine = await firm.integration([Scope.PARTNER_READ, Scope.AUDIT_READ, Scope.PEOPLE_READ])
    without = await portal.machine(machine, "partner:read", "audit:read")(LAST)
    assert set(without.codes) == {"ACCESS_DENIED"}
    assert without.data["partner"]["auditEvents"]["nodes"][0]["origin"]["address"] is None
    assert (await last(portal.machine(machine, "partner:read", "audit:read", "people:read")))["address"]
    assert (await bo(LAST)).data["partner"]["auditEvents"]["nodes"] == []


@on_sqlite
async def test_what_an_invite_by_link_changes_says_where_the_link_was_followed(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    _, secret = await firm.client_invite()
    transport = httpx2.ASGITransport(app=portal.app, client=("2001:db8::7", 5))
    async with httpx2.AsyncClient(transport=transport, base_url="http://gateway.example") as http:
        await Caller(http)("query ($token: String!) { invitePreview(token: $token) { kind } }", token=secret)
    async with admin_store.engine.connect() as connection:
        (found,) = (await connection.execute(select(audit_detail.c.origin))).scalars()
    assert (found["kind"], found["address"]) == ("HTTP", "2001:db8::7")
