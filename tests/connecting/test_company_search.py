"""Companies are found in a register by number or name; without its answer the portal goes on."""

from typing import Any

import pytest

from domain.vocabulary import Role, Scope
from store.demo.invites import on_platform
from store.demo.register import DemoRegister
from tests.portal import Portal
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
SEARCH = """query ($country: String!, $text: String!, $first: Int! = 10) {
  companySearch(country: $country, query: $text, first: $first) {
    name country registrationNumber companySize isOnPlatform } }"""


async def _first_names(portal: Portal, world: World, **variables: Any) -> list[dict[str, Any]]:
    firm = await world.partner()
    answer = await portal.of(await firm.colleague())(SEARCH, **variables)
    found: list[dict[str, Any]] = answer.data["companySearch"]
    return found


async def test_a_company_is_found_by_words_of_its_name_and_by_its_number_however_written(
    world: World, portal: Portal
) -> None:
    some = (await DemoRegister().search("DK", "ba", 50))[0]
    word = some.name.split()[0]
    by_name = await _first_names(portal, world, country="dk", text=word.upper()[:4], first=50)
    assert some.registration_number in [each["registrationNumber"] for each in by_name]
    assert [each["name"] for each in by_name] == sorted(each["name"] for each in by_name)
    spaced = " ".join(some.registration_number)
    (exact,) = await _first_names(portal, world, country="DK", text=spaced)
    assert (exact["name"], exact["country"]) == (some.name, "DK")
    assert len(await _first_names(portal, world, country="DK", text="as", first=3)) <= 3


async def test_it_says_who_is_on_the_platform_already(world: World, portal: Portal) -> None:
    country, number = min(on_platform())
    (found,) = await _first_names(portal, world, country=country, text=number)
    assert found["isOnPlatform"] is True


@pytest.mark.parametrize(
    ("variables", "argument"),
    [
        ({"country": "Denmark", "text": "bageri"}, "country"),
        ({"country": "DK", "text": " b "}, "query"),
        ({"country": "DK", "text": "bageri", "first": 51}, "first"),
        ({"country": "DK", "text": " ".join("abcdefghijk")}, "query"),
    ],
)
async def test_mistakes_are_told_by_their_argument(
    world: World, portal: Portal, variables: dict[str, Any], argument: str
) -> None:
    firm = await world.partner()
    answer = await portal.of(await firm.colleague())(SEARCH, **variables)
    assert answer.data == {"companySearch": None}
    assert [error["extensions"]["argument"] for error in answer.errors] == [argument]


async def test_it_is_for_whoever_may_invite(world: World, portal: Portal) -> None:
    firm = await world.partner()
    variables = {"country": "DK", "text": "bageri"}
    for caller, codes in (
        (portal.of(await firm.colleague(role=Role.VIEWER)), ["ACCESS_DENIED"]),
        (portal.machine(await firm.integration([Scope.INVITES_READ]), "invites:read"), ["ACCESS_DENIED"]),
        (portal.machine(await firm.integration([Scope.INVITES_WRITE]), "invites:write"), []),
    ):
        assert (await caller(SEARCH, **variables)).codes == codes
