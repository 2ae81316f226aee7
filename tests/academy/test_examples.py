"""The examples of docs/academy.md do what the page says, one after another."""

import re
from pathlib import Path

import pytest

from domain.vocabulary import Role
from tests.portal import Portal
from tests.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "academy.md").read_text()
EXAMPLES = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_examples_of_the_page_work_in_their_order(world: World, portal: Portal) -> None:
    anna = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    told = [await anna(example) for example in EXAMPLES]
    assert [answer.errors for answer in told] == [[]] * 4
    offer, enrolled, learnt, mine = (answer.data for answer in told)
    assert offer["resources"]["nodes"]
    assert enrolled["enrolInCourse"]["userErrors"] == learnt["completeLesson"]["userErrors"] == []
    assert learnt["completeLesson"]["quiz"]["score"] == 100
    assert mine["academy"]["myEnrolments"]["nodes"][0]["progress"]["percent"] == 25
