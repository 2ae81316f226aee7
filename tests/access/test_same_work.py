"""Inviting and applying do the same work whether an address is known elsewhere or to nobody, so no clock tells."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.vocabulary import InviteStatus, Role
from store.engine import Store
from tests.applying.asking import APPLY, firm
from tests.invites.asking import INVITE_CLIENT, INVITE_COLLEAGUES, bakery
from tests.portal import Caller, Portal
from tests.servers.statements import recorded
from tests.world import World

KNOWN = ("works@elsewhere.example", "invited@elsewhere.example", "client@elsewhere.example", "left@elsewhere.example")
UNKNOWN = ("nobody@nowhere.example", "no.one@nowhere.example")
NUMBERS = ("72494814", "87033082", "47511488", "62269391", "38112759", "65687836")
Ask = Callable[[Caller, str, str], Awaitable[Any]]


async def _colleague(ask: Caller, email: str, number: str) -> Any:
    return await ask(INVITE_COLLEAGUES, input={"colleagues": [{"email": email, "name": "Ada Berg"}]})


async def _client(ask: Caller, email: str, number: str) -> Any:
    return await ask(INVITE_CLIENT, input=bakery(email=email, registrationNumber=number))


async def _partner(ask: Caller, email: str, number: str) -> Any:
    return await ask(APPLY, input=firm(email=email, registrationNumber=number))


async def _known(world: World) -> None:
    """Addresses that another firm has: of colleagues, of a client's contact, of invites."""
    other = await world.partner()
    await other.colleague(email=KNOWN[0], role=Role.OWNER)
    await other.colleague_invite(email=KNOWN[1])
    await other.client(admin_email=KNOWN[2])
    await other.client_invite(email=KNOWN[2], status=InviteStatus.EXPIRED)
    await world.application(email=KNOWN[3])


@pytest.mark.parametrize("send", [_colleague, _client, _partner], ids=["colleague", "client", "partner"])
async def test_the_same_statements_run_for_a_known_and_an_unknown_address(
    world: World, portal: Portal, store: Store, send: Ask
) -> None:
    await _known(world)
    boss = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    ask = portal.anybody if send is _partner else boss
    await boss("{ viewer { kind } }")
    worked = {}
    for email, number in zip((*UNKNOWN, *KNOWN), NUMBERS, strict=True):
        with recorded(store) as seen:
            answer = await send(ask, email, number)
        assert b'"userErrors":[{' not in answer.raw, answer.body
        worked[email] = [sent.text for sent in seen]
    assert all(texts == worked[UNKNOWN[0]] for texts in worked.values()), worked
