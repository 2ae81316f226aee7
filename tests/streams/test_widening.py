"""Clients that come into sight by another role, or are chosen for an integration, are told to streams that run."""

from typing import Any

import pytest

from domain.vocabulary import Role, Scope
from store.engine import Store
from store.pruning import prune
from tests.integrations.asking import change
from tests.people.asking import CHANGE_ROLE, ask
from tests.portal import Caller
from tests.streams.documents import ATTENTION
from tests.streams.listening import Air, Attention, Heard
from tests.world import Client, Colleague, Firm, World

SCOPES = [Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ]


async def promoted(owner: Caller, who: Colleague, role: Role = Role.ADMIN) -> None:
    await ask(owner, CHANGE_ROLE, colleagueId=who.public_id, role=role.value)


async def attentive(firm: Firm, attention: Attention, *names: str) -> list[Client]:
    """Clients that need attention."""
    found = [await firm.client(name=name) for name in names]
    for each in found:
        await attention.moves(each, "CRITICAL")
    return found


def seen(heard: Heard) -> list[tuple[str, str]]:
    return [(each["cause"], each["client"]["name"]) for each in heard.payloads]


async def test_a_promotion_shows_the_clients_that_need_attention_and_nobody_else_hears_of_it(
    world: World, air: Air, attention: Attention, store: Store
) -> None:
    firm = await world.partner()
    owner, bo, eva = [await firm.colleague(role=role) for role in (Role.OWNER, Role.BOOKKEEPER, Role.BOOKKEEPER)]
    mine, *_ = [*await attentive(firm, attention, "Mine", "Skov", "Nord"), await firm.client(name="Quiet")]
    await firm.assign(bo, mine)
    heard, for_eva, for_owner = [await air.listen(who, ATTENTION) for who in (bo, eva, owner)]
    # However long a stream was quiet: what it missed by then it has not lost.
    await prune(store, firm.now, 1)
    await promoted(air.caller(owner), bo)
    await heard.until(2)
    await air.live(heard)
    await attention.moves(mine, "INFO")
    await heard.until(3)
    assert seen(heard) == [("ACCESS", "Nord"), ("ACCESS", "Skov"), ("FACTS", "Mine")]
    assert [each["cause"] for each in await for_owner.until(1)] == ["FACTS"]
    assert for_eva.frames == []


async def test_cut_among_them_nothing_is_lost_and_what_comes_twice_has_the_same_id(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.BOOKKEEPER)
    skov, *_ = await attentive(firm, attention, "Skov", "Nord", "Vang", "Dal")
    await firm.assign(bo, skov)
    whole = await air.listen(bo, ATTENTION)
    await attention.moves(skov, "INFO")
    await whole.until(1)
    await promoted(air.caller(owner), bo)
    await whole.until(4)
    await air.live(whole)
    await attention.moves(skov, "WARNING")
    told = await whole.until(5)
    for place, frame in enumerate(whole.frames):
        resumed = await air.listen(bo, ATTENTION, after=frame.cursor)
        # Of those three the last one alone leads on.
        again = told[place + 1 :] if place in (0, 3, 4) else told[1:]
        assert _ids(await resumed.until(len(again))) == _ids(again)


async def test_a_filter_holds_for_them_and_a_role_that_shows_no_more_brings_none(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await attentive(firm, attention, "Skov", "Nord")
    only = await air.listen(bo, ATTENTION, filter={"clientIds": [nord.public_id]})
    critical = await air.listen(bo, ATTENTION, filter={"attention": ["CRITICAL"]})
    for role in (Role.VIEWER, Role.ADMIN, Role.OWNER):
        await promoted(air.caller(owner), bo, role)
    await only.until(1)
    await critical.until(2)
    for heard in (only, critical):
        await air.live(heard)
    await attention.moves(skov, "NONE", before="CRITICAL")
    await critical.until(3)
    assert seen(only) == [("ACCESS", "Nord")]
    assert seen(critical) == [("ACCESS", "Nord"), ("ACCESS", "Skov"), ("FACTS", "Skov")]


@pytest.mark.parametrize("to_all", [False, True])
async def test_clients_chosen_for_an_integration_are_told_to_it(
    world: World, air: Air, attention: Attention, to_all: bool
) -> None:
    firm = await world.partner()
    owner = await firm.colleague(role=Role.OWNER)
    skov, nord, vang = await attentive(firm, attention, "Skov", "Nord", "Vang")
    machine = await firm.integration(SCOPES, clients=[skov])
    heard = await air.listen(machine, ATTENTION)
    chosen = None if to_all else [skov.public_id, vang.public_id]
    await change(air.caller(owner), "updateIntegration", integrationId=machine.public_id, clientIds=chosen)
    gained = [("ACCESS", "Nord"), ("ACCESS", "Vang")] if to_all else [("ACCESS", "Vang")]
    await heard.until(len(gained))
    await air.live(heard)
    await attention.moves(nord, "INFO")
    await attention.moves(skov, "INFO")
    after = [("FACTS", "Nord"), ("FACTS", "Skov")] if to_all else [("FACTS", "Skov")]
    await heard.until(len(gained + after))
    assert seen(heard) == gained + after


def _ids(payloads: list[dict[str, Any]]) -> list[str]:
    return [each["eventId"] for each in payloads]
