"""Fifty callers at the same moment: one effect, whatever the order."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from domain.vocabulary import InviteStatus, Role
from store.engine import Store
from tests.invites.asking import (
    ACCEPT,
    CANCEL,
    DECLINE,
    INVITE_CLIENT,
    INVITE_COLLEAGUES,
    RESEND,
    acceptance,
    bakery,
    codes,
    left,
)
from tests.portal import Caller, Portal
from tests.world import World

MANY = 50
# What is written on SQLite is written by one at a time.
pytestmark = pytest.mark.parametrize("databases", ["postgres"], indirect=True)


async def ask(caller: Caller, query: str, **input: Any) -> dict[str, Any]:
    """The payload, at the first try: fifty callers queue, they are not turned away."""
    answer = await caller(query, input={"idempotencyKey": uuid4().hex} | input)
    assert not answer.errors, answer.body
    (payload,) = answer.data.values()
    found: dict[str, Any] = payload
    return found


async def at_once(act: Callable[[int], Awaitable[dict[str, Any]]], many: int = MANY) -> list[dict[str, Any]]:
    """The payloads of calls that run at the same time."""
    return await asyncio.gather(*(act(number) for number in range(many)))


async def test_a_key_belongs_to_one_caller_and_one_request(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, ida = portal.of(await firm.colleague()), portal.of(await firm.colleague())
    first = await ask(bo, INVITE_CLIENT, **bakery(idempotencyKey="once"))
    other = await ask(bo, INVITE_CLIENT, **bakery(name="Else", idempotencyKey="once"))
    idas = await ask(ida, INVITE_CLIENT, **bakery(registrationNumber="25052943", idempotencyKey="once"))
    assert [codes(payload) for payload in (first, other, idas)] == [[], ["IDEMPOTENCY_KEY_REUSED"], []]
    assert len((await left(admin_store)).invites) == 2


async def test_fifty_invites_of_one_colleague_send_one(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    payloads = await at_once(lambda _: ask(caller, INVITE_COLLEAGUES, text="bo@firm.example"))
    found = Counter(tuple(codes(payload["results"][0])) for payload in payloads)
    assert found == {(): 1, ("INVITE_ALREADY_OPEN",): MANY - 1}
    after = await left(admin_store)
    assert (len(after.mails), len(after.colleagues)) == (1, 2)


async def test_accepting_declining_and_taking_back_at_once_ends_in_one_of_them(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    admin = portal.of(await firm.colleague(role=Role.ADMIN))
    made, secret = await firm.client_invite()
    ways: list[Callable[[], Awaitable[dict[str, Any]]]] = [
        lambda: ask(portal.anybody, ACCEPT, **acceptance(secret)),
        lambda: ask(portal.anybody, DECLINE, token=secret),
        lambda: ask(admin, CANCEL, inviteId=made.public_id),
    ]
    payloads = await at_once(lambda number: ways[number % 3](), 30)
    assert Counter(bool(codes(payload)) for payload in payloads) == {False: 1, True: 29}
    after = await left(admin_store)
    assert len(after.clients) == (after.invites[0].status == InviteStatus.ACCEPTED)
    assert after.events[-1] == f"client_invite.{after.invites[0].status.lower()}"


async def test_of_two_lists_of_the_same_companies_each_company_goes_out_once(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    emails = [f"p{number}@firm.example" for number in range(20)]
    texts = ["\n".join(emails), "\n".join(reversed(emails))]
    payloads = await at_once(lambda number: ask(caller, INVITE_COLLEAGUES, text=texts[number % 2]), 4)
    results = [result for payload in payloads for result in payload["results"]]
    assert Counter(tuple(codes(result)) for result in results) == {(): 20, ("INVITE_ALREADY_OPEN",): 60}
    assert len((await left(admin_store)).mails) == 20


async def test_of_fifty_resends_of_one_version_one_wins(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made, _ = await firm.client_invite()
    payloads = await at_once(lambda _: ask(caller, RESEND, inviteId=made.public_id, ifVersion=1))
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("CONFLICT",): MANY - 1}
    assert (await left(admin_store)).audit == ["client_invite.resent"]
