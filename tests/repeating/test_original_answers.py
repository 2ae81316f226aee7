"""Whoever asks again under an idempotency key is told what was said the first time, as far as they may still see it."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.vocabulary import AccessStatus, AssignmentStatus, Role
from resolvers import saying
from store.answers import prune_answers
from store.engine import Store
from store.tables import assignment, client, colleague, idempotency
from tests.connecting.asking import NOTE, REMOVE
from tests.integrations.asking import change
from tests.invites.asking import CANCEL, ERRORS, INVITE_CLIENT, INVITE_CLIENTS, ask, bakery, codes
from tests.portal import Answer, Caller, Portal
from tests.world import World

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
FIGURES = f"""mutation ($input: AddClientNoteInput!) {{
  addClientNote(input: $input) {{ client {{ name wallet {{ balance {{ amount }} }} }} {ERRORS} }} }}"""


async def invited(caller: Caller, query: str = INVITE_CLIENT) -> Answer:
    """An invite under the one key of these tests."""
    return await caller(query, input=bakery(idempotencyKey="once"))


async def take_back(caller: Caller, first: Answer) -> None:
    """Cancels what was sent."""
    invite = first.data["inviteClient"]["invite"]["id"]
    assert codes(await ask(caller, CANCEL, inviteId=invite, idempotencyKey=uuid4().hex)) == []


async def test_a_retry_is_told_what_was_said_though_the_object_has_changed(world: World, portal: Portal) -> None:
    caller = portal.of(await (await world.partner()).colleague())
    first = await invited(caller)
    assert first.data["inviteClient"]["invite"]["status"] == "SENT"
    await take_back(caller, first)
    assert (await invited(caller)).raw == first.raw


async def test_each_row_of_many_is_told_again(world: World, portal: Portal) -> None:
    caller = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    shown = INVITE_CLIENTS.replace("id companyName", "id status version")
    rows = [bakery(), bakery(email="x@y"), bakery(registrationNumber="25052943", email="a@b.example")]
    first = await caller(shown, input={"invites": rows, "idempotencyKey": "many"})
    results = first.data["inviteClients"]["results"]
    assert [bool(row["invite"]) for row in results] == [True, False, True]
    assert codes(await ask(caller, CANCEL, inviteId=results[0]["invite"]["id"])) == []
    assert (await caller(shown, input={"invites": rows, "idempotencyKey": "many"})).raw == first.raw


@on_sqlite
async def test_what_was_not_asked_for_the_first_time_is_told_as_it_is_now(world: World, portal: Portal) -> None:
    caller = portal.of(await (await world.partner()).colleague())
    await take_back(caller, await invited(caller))
    other = await invited(
        caller,
        f"""mutation ($input: InviteClientInput!) {{ inviteClient(input: $input) {{
      invite {{ status }} query {{ viewer {{ role }} }} {ERRORS} }} }}""",
    )
    assert other.data["inviteClient"]["invite"] == {"status": "CANCELLED"}


@on_sqlite
async def test_the_way_on_to_a_query_shows_what_is_now(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller, its = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    shown = f"""mutation ($input: AddClientNoteInput!) {{ addClientNote(input: $input) {{ note {{ id text }}
      query {{ partner {{ clients {{ totalCount }} }} }} {ERRORS} }} }}"""
    note = {"clientId": its.public_id, "text": "Calls on Fridays.", "idempotencyKey": "note"}
    first = await ask(caller, shown, **note)
    await firm.client()
    assert codes(await ask(caller, REMOVE, noteId=first["note"]["id"])) == []
    again = await ask(caller, shown, **note)
    assert again == first | {"query": {"partner": {"clients": {"totalCount": 2}}}}


async def test_who_no_longer_works_on_the_client_is_told_nothing_of_it(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo, its = await firm.colleague(), await firm.client("Bageri Nord")
    await firm.assign(bo, its)
    note = {"clientId": its.public_id, "text": "Calls on Fridays.", "idempotencyKey": "note"}
    first = await ask(portal.of(bo), NOTE, **note)
    assert await ask(portal.of(bo), NOTE, **note) == first
    async with firm.work() as work:
        await work.update(assignment, {"status": AssignmentStatus.ENDED}, colleague_id=bo.id)
    again = await ask(portal.of(bo), NOTE, **note)
    assert (first["note"] is not None, again["note"], again["client"]) == (True, None, None)


async def test_what_the_client_no_longer_allows_is_denied(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss, its = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client("Bageri Nord", balance_minor=12_345)
    note = {"clientId": its.public_id, "text": "Calls on Fridays.", "idempotencyKey": "note"}
    first = await boss(FIGURES, input=note)
    assert first.data["addClientNote"]["client"]["wallet"]["balance"] == {"amount": "123.45"}
    async with firm.work() as work:
        await work.update(client, {"poa_granted": False, "access_status": AccessStatus.SUSPENDED}, id=its.id)
    again = await boss(FIGURES, input=note)
    assert (again.data["addClientNote"]["client"]["wallet"], again.codes) == (None, ["ACCESS_DENIED"])


@on_sqlite
async def test_who_has_another_role_by_now_is_told_what_that_role_may_see(world: World, portal: Portal) -> None:
    firm = await world.partner()
    ada = await firm.colleague(role=Role.ADMIN)
    first = await invited(portal.of(ada))
    await take_back(portal.of(ada), first)
    async with firm.work() as work:
        await work.update(colleague, {"role": Role.BOOKKEEPER}, id=ada.id)
    assert (await invited(portal.of(ada))).data["inviteClient"]["invite"]["status"] == "CANCELLED"


@on_sqlite
async def test_what_was_denied_stays_denied_in_the_same_words(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss, its = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client(poa_granted=False)
    note = {"clientId": its.public_id, "text": "Calls on Fridays.", "idempotencyKey": "note"}
    first = await boss(FIGURES, input=note)
    assert first.codes == ["ACCESS_DENIED"]
    async with firm.work() as work:
        await work.update(client, {"name": "Another name"}, id=its.id)
    assert (await boss(FIGURES, input=note)).raw == first.raw


@on_sqlite
async def test_a_secret_is_told_again_and_kept_nowhere_in_the_clear(
    world: World, portal: Portal, admin_store: Store
) -> None:
    boss = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    wanted: dict[str, Any] = {"name": "A", "scopes": ["CLIENTS_READ"], "idempotencyKey": "k"}
    first = await change(boss, "createIntegration", **wanted)
    await change(boss, "updateIntegration", integrationId=first["integration"]["id"], name="B", ifVersion=1)
    assert await change(boss, "createIntegration", **wanted) == first
    kept = await answers(admin_store)
    assert first["secret"] not in kept
    assert '"name": "A"' in kept


@on_sqlite
async def test_an_answer_that_is_very_long_is_read_again(
    world: World, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = portal.of(await (await world.partner()).colleague())
    monkeypatch.setattr(saying, "MOST", 10)
    first = await invited(caller)
    await take_back(caller, first)
    assert (await invited(caller)).data["inviteClient"]["invite"]["status"] == "CANCELLED"


async def test_answers_go_after_a_day_of_all_firms_and_the_key_is_free_again(
    world: World, portal: Portal, store: Store, admin_store: Store, now: datetime
) -> None:
    ada, bo = [portal.of(await (await world.partner()).colleague(role=Role.ADMIN)) for _ in range(2)]
    first, _ = await invited(ada), await invited(bo)
    assert await prune_answers(store, now) == 0
    assert await prune_answers(store, now + timedelta(seconds=1)) == 2
    assert await answers(admin_store) == "[]"
    assert first.data["inviteClient"]["userErrors"] == []
    assert codes((await invited(ada)).data["inviteClient"]) == ["INVITE_ALREADY_OPEN"]


async def answers(admin_store: Store) -> str:
    """All that is remembered of answers."""
    async with admin_store.engine.connect() as connection:
        return json.dumps([row.outcome for row in await connection.execute(select(idempotency.c.outcome))])
