"""Many invites in one request: bad rows stop nobody, and none is skipped silently."""

from itertools import islice
from time import perf_counter
from typing import Any

from domain.vocabulary import Role
from store.engine import Store
from tests.invites.asking import INVITE_CLIENTS, ask, bakery, codes, left, places
from tests.portal import Portal
from tests.world import World
from tests.world.names import Names


def numbers(count: int) -> list[str]:
    """Valid Danish register numbers."""
    names = Names()
    return [names.registration_number() for _ in range(count)]


async def test_good_rows_go_out_and_bad_rows_say_why(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    first, second, third, taken = numbers(4)
    await firm.client(registration_number=taken)
    rows = [
        bakery(registrationNumber=third),
        bakery(registrationNumber=first, email="nobody", name=""),
        bakery(registrationNumber=taken),
        bakery(registrationNumber=second),
        bakery(registrationNumber=third, name="Again"),
        bakery(registrationNumber=first),
    ]
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), INVITE_CLIENTS, invites=rows)
    results = payload["results"]
    assert codes(payload) == []
    assert [result["row"] for result in results] == list(range(6))
    assert [result["invite"] is not None for result in results] == [True, False, False, True, False, True]
    assert [places(result) for result in results] == [
        {},
        {"input.invites.1.email": "INVALID_EMAIL", "input.invites.1.name": "REQUIRED"},
        {"input.invites.2.registrationNumber": "ALREADY_A_CLIENT"},
        {},
        {"input.invites.4.registrationNumber": "DUPLICATE"},
        {},
    ]
    assert {error["row"] for result in results for error in result["userErrors"]} == {1, 2, 4}
    after = await left(admin_store)
    assert {row.registration_number for row in after.invites} == {first, second, third}
    assert after.audit == after.events == ["client_invite.sent"] * 3
    assert after.mail_kinds == ["client_invite"] * 3


async def test_what_a_row_wrote_before_it_was_refused_is_undone(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.client_invite(by=bo, registration_number="13585628")
    payload = await ask(portal.of(bo), INVITE_CLIENTS, invites=[bakery()])
    assert places(payload["results"][0]) == {"input.invites.0.registrationNumber": "INVITE_ALREADY_OPEN"}
    assert (await left(admin_store)).is_nothing


async def test_an_empty_list_and_a_list_that_is_too_long_are_refused(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague())
    payload = await ask(caller, INVITE_CLIENTS, invites=[])
    assert (places(payload), payload["results"]) == ({"input.invites": "REQUIRED"}, [])
    answer = await caller(INVITE_CLIENTS, input={"invites": [bakery()] * 251})
    assert answer.codes == ["LIMIT_EXCEEDED"]
    assert (await left(admin_store)).invites == []


async def test_a_dry_run_judges_every_row_and_leaves_nothing(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    rows = [bakery(), bakery(country="XX"), bakery()]
    payload = await ask(portal.of(await firm.colleague()), INVITE_CLIENTS, invites=rows, validateOnly=True)
    assert [codes(result) for result in payload["results"]] == [[], ["INVALID_COUNTRY"], ["DUPLICATE"]]
    assert [result["invite"] for result in payload["results"]] == [None, None, None]
    after = await left(admin_store)
    assert after.is_nothing
    assert after.invites == []


async def test_a_list_of_250_goes_out_within_the_time_of_a_request(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    rows: list[dict[str, Any]] = [bakery(registrationNumber=number) for number in islice(numbers(250), 250)]
    caller = portal.of(await firm.colleague())
    began = perf_counter()
    payload = await ask(caller, INVITE_CLIENTS, invites=rows, idempotencyKey="monday")
    assert perf_counter() - began < 10
    assert sum(result["invite"] is not None for result in payload["results"]) == 250
    assert await ask(caller, INVITE_CLIENTS, invites=rows, idempotencyKey="monday") == payload
    assert len((await left(admin_store)).mails) == 250
