"""Search: the beginnings of words, whatever they are written with."""

import pytest

from domain.vocabulary import Role
from tests.portal import Portal
from tests.reading.names import NAMES
from tests.world import World

SEARCHES = {
    "stra": ["Straße 12", "Strauß Bäckerei"],
    "STRASSE": ["Straße 12"],
    "strauss": ["Strauß Bäckerei"],
    "smørre": ["Smørrebrød Æbleskiver"],
    "aebl smor": ["Smørrebrød Æbleskiver"],
    "cafe zoë": ["Café Zoë"],
    "lodz": ["Łódź Handel"],
    "økologi 100": ["100% Økologi"],
    "100% øk": ["100% Økologi"],
    "%": [],
    "_": [],
    "~": [],
    "'": [],
    "o'brien": ['O\'Brien "Quotes"'],
    "under_s": ["under_score ApS"],
    "tilde~f": ["tilde~Firma"],
    "back\\slash": ["back\\slash"],
    "doner": ["DÖNER", "döner kebab"],
    "ymir": ["Ýmir Ísland"],
    "oner": [],
    "' OR 1=1 --": [],
}


@pytest.mark.parametrize(("search", "found"), SEARCHES.items())
async def test_search_finds_the_beginnings_of_words(
    world: World, portal: Portal, search: str, found: list[str]
) -> None:
    firm = await world.partner()
    for name in NAMES:
        await firm.client(name)
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    query = "query($s: String) { partner { clients(filter: {search: $s}) { totalCount nodes { name } } } }"
    connection = (await caller(query, s=search)).data["partner"]["clients"]
    assert [node["name"] for node in connection["nodes"]] == found
    assert connection["totalCount"] == len(found)


@pytest.mark.parametrize("search", ["\u0000", "b\u0000", "%", "_", "'", "~", "a" * 200, "\U0010ffff"])
async def test_colleagues_are_searched_for_with_any_text(world: World, portal: Portal, search: str) -> None:
    firm = await world.partner()
    anna = await firm.colleague("Änna Ørsted")
    query = "query($s: String) { partner { colleagues(search: $s) { nodes { name } } } }"
    assert (await portal.of(anna)(query, s=search)).data["partner"]["colleagues"]["nodes"] == []
    assert (await portal.of(anna)(query, s="änna ør")).data["partner"]["colleagues"]["nodes"] == [{"name": anna.name}]
