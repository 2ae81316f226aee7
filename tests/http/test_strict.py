"""`Gateway-Strict`: a denial refuses the whole request. `Gateway-Check`: nothing runs."""

import pytest

from domain.vocabulary import Role
from tests.portal import Portal
from tests.world import World

DENIED = "{ partner { name colleagues { nodes { name email } } } }"


@pytest.mark.parametrize("value", ["", "True", "1", "yes", "true, true", "true, false"])
@pytest.mark.parametrize("header", ["Gateway-Strict", "Gateway-Check"])
async def test_a_switch_is_true_or_false(portal: Portal, header: str, value: str) -> None:
    answer = await portal.anybody.post({"query": "{ __typename }"}, **{header: value})
    assert (answer.status, answer.codes) == (400, ["BAD_REQUEST"])
    assert f"`{header}`" in answer.errors[0]["message"]


async def test_a_strict_request_that_is_denied_something_gets_nothing(portal: Portal, world: World) -> None:
    bookkeeper = portal.of(await (await world.partner("Nord")).colleague(role=Role.BOOKKEEPER))
    query = {"query": DENIED}
    lenient = await bookkeeper.post(query, **{"Gateway-Strict": "false"})
    strict = await bookkeeper.post(query, **{"Gateway-Strict": "true"})
    assert lenient.data["partner"]["name"] == "Nord"
    assert "data" not in strict.body
    assert lenient.codes == strict.codes == ["ACCESS_DENIED"]


async def test_a_strict_request_that_is_denied_nothing_is_answered(portal: Portal, world: World) -> None:
    bookkeeper = portal.of(await (await world.partner("Nord")).colleague(role=Role.BOOKKEEPER))
    answer = await bookkeeper.post({"query": "{ partner { name } }"}, **{"Gateway-Strict": "true"})
    assert answer.body["data"] == {"partner": {"name": "Nord"}}


async def test_a_check_tells_denials_and_runs_nothing(portal: Portal, world: World) -> None:
    nord = await world.partner("Nord")
    bookkeeper = portal.of(await nord.colleague(role=Role.BOOKKEEPER))
    checked = await bookkeeper.post({"query": DENIED}, **{"Gateway-Check": "true"})
    assert checked.body["data"] is None
    assert [error["extensions"]["coordinate"] for error in checked.errors] == ["Colleague.email"]
    fine = await bookkeeper.post({"query": "{ partner { name } }"}, **{"Gateway-Check": "true"})
    assert (fine.body["data"], fine.errors) == (None, [])


async def test_a_mutation_that_is_checked_changes_nothing(portal: Portal, world: World) -> None:
    owner = portal.of(await (await world.partner("Nord")).colleague(role=Role.OWNER))
    create = {"query": 'mutation { createTeam(input: {name: "North"}) { team { id } } }'}
    for _ in range(2):
        assert (await owner.post(create, **{"Gateway-Check": "true"})).body["data"] is None
    assert (await owner.post(create)).data["createTeam"]["team"] is not None
    assert (await owner.post(create)).data["createTeam"]["team"] is None


async def test_a_check_finds_what_is_wrong_with_the_request(portal: Portal, world: World) -> None:
    owner = portal.of(await (await world.partner("Nord")).colleague(role=Role.OWNER))
    for query, code in (
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($a: ID!) { node(id: $a) { id } }", "BAD_INPUT"),
    ):
        checked = await owner.post({"query": query}, **{"Gateway-Check": "true"})
        assert checked.codes == [code]
        assert "data" not in checked.body
