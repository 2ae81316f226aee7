"""The list of colleagues: by name or address, in the order asked for, telling nobody more than they may see."""

from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import Role, Scope
from tests.portal import Caller, Portal
from tests.world import Colleague, Firm, World

LIST = """query ($search: String, $order: ColleagueOrder, $first: Int, $after: String) {
  partner { colleagues(search: $search, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { name } pageInfo { endCursor hasNextPage } } } }"""


async def names(ask: Caller, **variables: Any) -> list[str]:
    answer = await ask(LIST, **variables)
    assert answer.errors == [], answer.body
    return [node["name"] for node in answer.data["partner"]["colleagues"]["nodes"]]


async def staff(firm: Firm) -> Colleague:
    now = firm.now
    await firm.colleague("Søren Holm-Dahl", email="soren@firm.example", last_seen_at=now + timedelta(hours=1))
    await firm.colleague("Anna Berg", email="a.berg@firm.example", role=Role.VIEWER)
    seen = now - timedelta(days=3)
    await firm.colleague("Carl Dahl", email="kd@other.example", role=Role.OWNER, last_seen_at=seen)
    return await firm.colleague("Zoë Boss", email="boss@firm.example", role=Role.ADMIN, last_seen_at=now)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("dahl", ["Carl Dahl", "Søren Holm-Dahl"]),
        ("DAHL sor", ["Søren Holm-Dahl"]),
        ("erg", []),
        ("a.berg@", ["Anna Berg"]),
        ("KD@Other", ["Carl Dahl"]),
        ("firm.example", []),
        ("  ", ["Anna Berg", "Carl Dahl", "Søren Holm-Dahl", "Zoë Boss"]),
        ("%", []),
    ],
)
async def test_admins_find_people_by_words_of_the_name_and_by_the_address(
    world: World, portal: Portal, search: str, found: list[str]
) -> None:
    boss = portal.of(await staff(await world.partner()))
    assert await names(boss, search=search) == found


async def test_addresses_are_not_found_by_those_who_may_not_read_them(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await staff(firm)
    reader, reads = await firm.colleague("Nils Reader"), await firm.integration((Scope.PEOPLE_READ, Scope.PARTNER_READ))
    machine = portal.machine(reads, Scope.PEOPLE_READ, Scope.PARTNER_READ)
    assert await names(portal.of(reader), search="kd@other") == await names(portal.of(reader), search="nobody@x") == []
    assert await names(portal.of(reader), search="carl") == ["Carl Dahl"]
    assert await names(machine, search="kd@other") == ["Carl Dahl"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("NAME", ["Anna Berg", "Carl Dahl", "Søren Holm-Dahl", "Zoë Boss"]),
        ("ROLE", ["Carl Dahl", "Zoë Boss", "Søren Holm-Dahl", "Anna Berg"]),
        ("LAST_SEEN_AT", ["Anna Berg", "Carl Dahl", "Zoë Boss", "Søren Holm-Dahl"]),
    ],
)
async def test_every_order_goes_both_ways_and_from_page_to_page(
    world: World, portal: Portal, field: str, expected: list[str]
) -> None:
    boss = portal.of(await staff(await world.partner()))
    for direction, whole in (("ASC", expected), ("DESC", expected[::-1])):
        order, after, found = {"field": field, "direction": direction}, None, []
        for _ in expected:
            page = (await boss(LIST, order=order, first=1, after=after)).data["partner"]["colleagues"]
            found += [node["name"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
        assert found == whole
        assert (page["pageInfo"]["hasNextPage"], page["totalCount"]) == (False, len(expected))


async def test_who_may_not_read_when_others_were_here_may_not_order_by_it(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await staff(firm)
    answer = await portal.of(await firm.colleague())(LIST, order={"field": "LAST_SEEN_AT"})
    assert answer.data == {"partner": {"colleagues": None}}
    (error,) = answer.errors
    assert (error["extensions"]["coordinate"], error["extensions"]["factor"]) == (
        "ColleagueOrderField.LAST_SEEN_AT",
        "ROLE",
    )
