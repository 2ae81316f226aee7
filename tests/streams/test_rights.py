"""Whoever loses a right is told so, and hears of nothing that was committed after it."""

import pytest

from domain.errors import RequestError
from domain.vocabulary import ColleagueStatus, Role, Scope
from execution.document import DocumentRefused
from gateway.streams import EndingCode
from store.engine import Store
from store.tables import colleague
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.integrations.asking import change
from tests.people.asking import CHANGE_ROLE, UNASSIGN, ask, ids
from tests.streams.documents import ATTENTION, EVERY, PENDING
from tests.streams.listening import Air, Attention
from tests.world import Colleague, Firm, World


async def _deactivate(store: Store, vault: Vault, firm: Firm, who: Colleague) -> None:
    async with unit_of_work(store, firm.id, Actor("OPERATOR"), firm.now, vault) as work:
        await work.update(colleague, {"status": ColleagueStatus.DEACTIVATED}, id=who.id)
        await work.record("colleague.deactivated", "COLLEAGUE", who.id)


async def test_every_stream_of_somebody_who_leaves_ends_at_once(
    world: World, air: Air, attention: Attention, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.ADMIN)
    skov = await firm.client()
    for_owner = await air.listen(owner, ATTENTION)
    own = [await air.listen(bo, document) for document in EVERY]
    await _deactivate(store, vault, firm, bo)
    endings = [await stream.ending() for stream in own]
    assert {ending.code for ending in endings} == {EndingCode.ACCESS_LOST}
    assert all(ending.message.startswith("Your rights have changed.") for ending in endings)
    await attention.moves(skov, "CRITICAL")
    await for_owner.until(1)
    assert [stream.frames for stream in own] == [[]] * len(EVERY)


async def test_what_is_committed_after_a_right_is_gone_is_not_delivered_even_when_both_come_together(
    world: World, air: Air, attention: Attention, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    owner, bo, eva = [await firm.colleague(role=role) for role in (Role.OWNER, Role.ADMIN, Role.BOOKKEEPER)]
    skov = await firm.client()
    await firm.assign(eva, skov)
    heard = [await air.listen(who, ATTENTION) for who in (owner, bo, eva)]
    store.committed.remove(air.hub.ring)
    await _deactivate(store, vault, firm, bo)
    await ask(air.caller(owner), UNASSIGN, clientIds=ids(skov), colleagueIds=ids(eva))
    await attention.moves(skov, "CRITICAL")
    store.committed.append(air.hub.ring)
    air.hub.ring()
    assert (await heard[1].ending()).code is EndingCode.ACCESS_LOST
    # That nobody works on the client any more is told to admins; Eva hears that it is not hers any more.
    assert [each["cause"] for each in await heard[0].until(2)] == ["PEOPLE", "FACTS"]
    assert [(each["cause"], each["client"]) for each in await heard[2].until(1)] == [("ACCESS", None)]
    assert heard[1].frames == []


async def test_a_role_that_sees_less_narrows_running_streams_and_one_that_sees_more_widens_them(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.ADMIN)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    await firm.assign(bo, nord)
    document = "subscription { clientAttentionChanged { client { name } } colleague: clientAttentionChanged { cause } }"
    with pytest.raises(DocumentRefused):
        await air.listen(bo, document)
    secret = "subscription { colleagueChanged { colleague { name email } } }"
    heard, strict = await air.listen(bo, ATTENTION), await air.listen(bo, secret, strict=True)
    lenient = await air.listen(bo, secret)
    await ask(air.caller(owner), CHANGE_ROLE, colleagueId=bo.public_id, role="BOOKKEEPER")
    ending = await strict.ending()
    assert (ending.code, "Colleague.email" in ending.message) == (EndingCode.ACCESS_LOST, True)
    assert (await lenient.until(1))[0]["colleague"] == {"name": bo.name, "email": None}
    assert [error["extensions"]["coordinate"] for error in lenient.answers[0]["errors"]] == ["Colleague.email"]
    await attention.moves(skov, "INFO")
    await attention.moves(nord, "INFO")
    await heard.until(2)
    await ask(air.caller(owner), CHANGE_ROLE, colleagueId=bo.public_id, role="ADMIN")
    await lenient.until(2)
    await heard.until(3)
    await air.live(heard)
    await attention.moves(skov, "WARNING")
    told = [(each["cause"], each["client"] and each["client"]["name"]) for each in await heard.until(4)]
    assert told == [("ACCESS", None), ("FACTS", "Nord"), ("ACCESS", "Skov"), ("FACTS", "Skov")]


async def test_integrations_lose_streams_with_scopes_and_all_of_them_when_they_are_switched_off(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, skov, nord = await firm.colleague(role=Role.OWNER), await firm.client(name="Skov"), await firm.client()
    scopes = [Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ, Scope.INVITES_READ]
    machine = await firm.integration(scopes)
    chosen = await firm.integration(scopes, clients=[skov])
    wide, narrow = await air.listen(machine, ATTENTION), await air.listen(chosen, ATTENTION)
    pending, access = (
        await air.listen(machine, PENDING),
        await air.listen(machine, "subscription { accessChanged { change } }"),
    )
    await attention.moves(nord, "INFO")
    await attention.moves(skov, "INFO")
    await wide.until(2)
    assert [each["client"]["name"] for each in await narrow.until(1)] == ["Skov"]
    kept = [scope.value.replace(":", "_").upper() for scope in scopes[:2]]
    payload = await change(air.caller(owner), "updateIntegration", integrationId=machine.public_id, scopes=kept)
    assert payload["userErrors"] == []
    assert (await pending.ending()).code is EndingCode.ACCESS_LOST
    assert (await access.until(1))[0] == {"change": "SCOPES_CHANGED"}
    await change(air.caller(owner), "disableIntegration", integrationId=machine.public_id)
    assert [(await stream.ending()).code for stream in (wide, access)] == [EndingCode.ACCESS_LOST] * 2
    assert narrow.endings == []


async def test_a_stream_that_catches_up_is_judged_by_the_rights_of_now(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    for client in (skov, nord):
        await firm.assign(bo, client)
    first = await air.listen(bo, ATTENTION)
    await attention.moves(nord, "INFO")
    await first.until(1)
    for client in (skov, nord):
        await attention.moves(client, "WARNING")
    await first.until(3)
    await ask(air.caller(owner), UNASSIGN, clientIds=ids(skov), colleagueIds=ids(bo))
    resumed = await air.listen(bo, ATTENTION, after=first.frames[0].cursor)
    told = [(each["cause"], each["client"] and each["client"]["name"]) for each in await resumed.until(2)]
    assert told == [("FACTS", "Nord"), ("ACCESS", None)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ viewer { kind } }", "BAD_REQUEST"),
        ("subscription { a: colleagueChanged { change } b: colleagueChanged { change } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { colleagueChanged @skip(if: false) { change } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription ($after: String!) { colleagueChanged(after: $after) { change } }", "BAD_INPUT"),
    ],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # Decided before any statement.
async def test_what_is_no_subscription_is_refused_before_anything_is_sent(
    world: World, air: Air, query: str, code: str
) -> None:
    firm = await world.partner()
    with pytest.raises(DocumentRefused) as refusal:
        await air.listen(await firm.colleague(), query)
    assert [error.extensions["code"] for error in refusal.value.errors if error.extensions] == [code]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # Decided before any statement.
async def test_what_is_too_dear_or_too_much_is_refused(world: World, air: Air) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.OWNER)
    clients = (
        "partner { clients(first: 100) { nodes { assignments { colleague { assignments(first: 100) { id } } } } } }"
    )
    with pytest.raises(DocumentRefused) as refusal:
        await air.listen(anna, f"subscription {{ accessChanged {{ viewer {{ {clients} }} }} }}")
    assert [error.extensions["code"] for error in refusal.value.errors if error.extensions] == ["LIMIT_EXCEEDED"]
    many = {"clientIds": ["client_00000000000000000000000000"] * 251}
    with pytest.raises((RequestError, DocumentRefused)):
        await air.listen(anna, ATTENTION, filter=many)
