"""`Gateway-Strict`: a denial refuses the whole request."""

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
