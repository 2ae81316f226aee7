"""Courses and resources on offer: filtered, searched, paged, for everybody in a firm."""

from typing import Any

import pytest

from domain.ids import IdKind, encode
from domain.vocabulary import Role, Scope
from store.catalogue import built_in
from store.engine import Store
from tests.academy.asking import COURSE, COURSES, RESOURCES, course_id, titles
from tests.portal import Portal
from tests.servers.statements import count_statements
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.mark.parametrize("role", Role)
async def test_every_colleague_sees_the_offer(world: World, portal: Portal, role: Role) -> None:
    ask = portal.of(await (await world.partner()).colleague(role=role))
    assert len(await titles(ask, COURSES)) == len(built_in().courses)
    assert len(await titles(ask, RESOURCES)) == len(built_in().resources)
    menu = (await ask("{ viewer { menu } }")).data["viewer"]["menu"]
    assert {"ACADEMY", "RESOURCES"} <= set(menu)


async def test_filters_hold_together_and_what_is_for_all_countries_is_for_each(world: World, portal: Portal) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    swedish = await titles(ask, COURSES, country="se")
    assert "Kvitton och moms på kortköp" in swedish
    assert "A month end without surprises" in swedish
    assert "Moms og bilag på kortkøb" not in swedish
    assert await titles(ask, COURSES, country="SE", language=["sv", "da"]) == ["Kvitton och moms på kortköp"]
    assert await titles(ask, COURSES, level=["ADVANCED"], topic=["CARDS"]) == ["Moving clients' money safely"]
    assert await titles(ask, RESOURCES, kind=["BRAND"], language=["da"]) == [
        "One-pager: why we recommend it",
        "E-mail signatures and banners",
    ]
    assert await titles(ask, RESOURCES, kind=["BRAND"], topic=["VAT"]) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("MANADSBOKSLUT", "Checklista för månadsbokslut"),
        ("månads checkl", "Checklista för månadsbokslut"),
        ("udlægs", "Udlægspolitik til mindre virksomheder"),
        ("udlaegspolitik", "Udlægspolitik til mindre virksomheder"),
        ("fur monats", "Checkliste für den Monatsabschluss"),
        ("lobster", None),
    ],
)
async def test_a_search_looks_past_case_and_accents(
    world: World, portal: Portal, search: str, found: str | None
) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    assert await titles(ask, RESOURCES, search=search) == ([found] if found else [])


@pytest.mark.parametrize("document", [COURSES, RESOURCES], ids=["courses", "resources"])
async def test_pages_lead_through_the_whole_list_in_both_directions(
    world: World, portal: Portal, document: str
) -> None:
    ask = portal.of(await (await world.partner()).colleague())

    async def page(**window: Any) -> Any:
        found = (await ask(document, **window)).data
        return found["academy"]["courses"] if "academy" in found else found["resources"]

    everything = (await page(first=100))["nodes"]
    forward, cursor, more = [], None, True
    while more:
        found = await page(first=3, after=cursor)
        forward += found["nodes"]
        more, cursor = found["pageInfo"]["hasNextPage"], found["pageInfo"]["endCursor"]
        assert found["totalCount"] == len(everything)
    assert forward == everything
    backward, more = [], True
    cursor = None
    while more:
        found = await page(last=3, before=cursor)
        backward = found["nodes"] + backward
        more, cursor = found["pageInfo"]["hasPreviousPage"], found["pageInfo"]["startCursor"]
    assert backward == everything
    assert (await page(first=0))["nodes"] == (await page(last=0))["nodes"] == []


async def test_a_cursor_is_good_for_its_own_list_and_filter_alone(world: World, portal: Portal) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    page = (await ask(RESOURCES, first=2)).data["resources"]
    cursor = page["pageInfo"]["endCursor"]
    assert (await ask(RESOURCES, after=cursor, filter={"kind": ["VIDEO"]})).codes == ["BAD_CURSOR"]
    assert (await ask(COURSES, after=cursor)).codes == ["BAD_CURSOR"]
    other = portal.of(await (await world.partner()).colleague())
    assert (await other(RESOURCES, after=cursor)).codes == ["BAD_CURSOR"]


@pytest.mark.parametrize(
    ("filter", "argument"),
    [
        ({"country": "ZZ"}, "filter.country"),
        ({"language": ["danish"]}, "filter.language"),
        ({"search": "a " * 11 + "b c d e f g h i j k l"}, "filter.search"),
    ],
)
async def test_a_filter_that_cannot_be_is_told_by_its_name(
    world: World, portal: Portal, filter: dict[str, Any], argument: str
) -> None:
    answer = await portal.of(await (await world.partner()).colleague())(RESOURCES, filter=filter)
    assert answer.codes == ["BAD_INPUT"]
    assert answer.errors[0]["extensions"]["argument"] == argument


async def test_a_course_shows_its_lessons_and_no_right_answer(world: World, portal: Portal, store: Store) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    with count_statements(store) as seen:
        answer = await ask(COURSE, id=course_id())
    found = answer.data["academy"]["course"]
    assert (found["minutes"], found["version"], found["validMonths"]) == (32, 3, 24)
    assert [lesson["kind"] for lesson in found["lessons"]] == ["VIDEO", "READING", "READING", "QUIZ"]
    quiz = found["lessons"][-1]["quiz"]
    assert [question["takesSeveral"] for question in quiz["questions"]] == [False, True, False, False]
    assert b"right" not in answer.raw
    # Signing in alone reads the database.
    assert len(seen) == 1


async def test_objects_of_the_catalogue_are_nodes(world: World, portal: Portal) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    first = built_in().courses[0]
    ids = [course_id(first.key), encode(IdKind.LESSON, first.lessons[0].id)]
    ids.append(encode(IdKind.RESOURCE, built_in().resources[0].id))
    answer = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=ids)
    assert answer.data["nodes"] == [
        {"__typename": name, "id": id} for name, id in zip(("Course", "Lesson", "Resource"), ids, strict=True)
    ]


async def test_integrations_read_courses_by_people_read_and_no_resources(world: World, portal: Portal) -> None:
    firm = await world.partner()
    ask = portal.machine(await firm.integration([Scope.PEOPLE_READ]), "people:read")
    assert len(await titles(ask, COURSES)) == len(built_in().courses)
    assert (await ask(RESOURCES)).codes == ["ACCESS_DENIED"]


async def test_the_schema_has_no_word_for_right_answers(world: World, portal: Portal) -> None:
    ask = portal.of(await (await world.partner()).colleague())
    answer = await ask("{ __schema { types { name fields { name } inputFields { name } } } }")
    kinds = {kind["name"]: kind for kind in answer.data["__schema"]["types"]}
    assert [field["name"] for field in kinds["Question"]["fields"]] == ["key", "text", "takesSeveral", "choices"]
    assert [field["name"] for field in kinds["Choice"]["fields"]] == ["key", "text"]
