"""Every field of every type, asked for over the wire by everybody, against the reference table."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from schema.access import gated_schema
from store.engine import Store
from tests.access.estate import Estate, build
from tests.access.known_ways import FOLLOWED, WAYS
from tests.access.reference import SCOPES, SEEN_BY, SPEAKS_AS, TABLE, Asker, changed_by
from tests.access.ways import Step, asked, found, fragment, keys, operation, shapes, steps
from tests.portal import Answer, Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import World

PEOPLE = [Asker(letter) for letter in "OABVPX-"]
# Fields are decided before any statement, so a second database needs no more than a witness of either kind.
WITNESSES = [Asker(letter) for letter in "AB"]
ALL = frozenset(SCOPES)
# Each is asked for under four aliases, of which an operation may have thirty.
MOST_GATED = 7
MACHINES = [Asker("I", scopes) for scopes in (frozenset(), ALL)]
MACHINES += [Asker("I", frozenset({scope})) for scope in SCOPES]
MACHINES += [Asker("I", ALL - {scope}) for scope in SCOPES]


@pytest.fixture
async def portal(store: Store, database: Database, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """A gateway that lets a page ask for everything in every way at once, whatever it may cost."""
    opened = open_portal(store, database.url, tmp_path, now, GATEWAY_MAX_COST="10000000")
    yield opened
    await opened.http.aclose()


NAMES = {"O": "owner", "A": "admin", "B": "bookkeeper", "V": "viewer", "P": "person", "X": "operator", "-": "nobody"}


def _name(asker: Asker) -> str:
    if asker.letter != "I":
        return NAMES[asker.letter]
    if len(asker.scopes) == len(ALL) - 1:
        return f"all but {next(iter(ALL - asker.scopes))}"
    return "all scopes" if asker.scopes == ALL else next(iter(asker.scopes), "no scope")


def test_the_table_has_a_row_for_every_field_and_no_other() -> None:
    composite = (GraphQLObjectType, GraphQLInterfaceType)
    kinds = {name: kind for name, kind in gated_schema().type_map.items() if isinstance(kind, composite)}
    schema = {(name, field) for name, kind in kinds.items() if name[:2] != "__" for field in kind.fields}
    assert schema == {(name, field) for name, fields in TABLE.items() for field in fields}


def test_there_is_a_way_to_every_type() -> None:
    objects = {name for name, kind in gated_schema().type_map.items() if isinstance(kind, GraphQLObjectType)}
    assert {name for name in objects if not name.startswith("__")} == set(WAYS) | FOLLOWED


@pytest.mark.parametrize(
    ("databases", "asker"),
    [("sqlite", asker) for asker in PEOPLE] + [("postgres", asker) for asker in WITNESSES],
    indirect=["databases"],
    ids=lambda value: _name(value) if isinstance(value, Asker) else value,
)
async def test_people_read_what_the_table_says_by_every_way(world: World, portal: Portal, asker: Asker) -> None:
    estate = await build(world)
    caller = await estate.caller(portal, asker)
    for type_name, ways in WAYS.items():
        for way in ways:
            await _judge(caller, estate, asker, type_name, way)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asker", MACHINES, ids=_name)
async def test_integrations_read_what_their_scopes_say(world: World, portal: Portal, asker: Asker) -> None:
    estate = await build(world)
    caller = await estate.caller(portal, asker)
    for type_name, ways in WAYS.items():
        for way in ways if len(asker.scopes) >= len(ALL) - 1 else ways[:1]:
            await _judge(caller, estate, asker, type_name, way)


async def _judge(caller: Caller, estate: Estate, asker: Asker, type_name: str, way: str) -> None:
    for fields in _portions(type_name):
        hole, fragments = _asked(gated_schema(), type_name, fields, estate)
        document = operation(way, hole, type_name, estate.ids, fragments)
        answer = await caller(document)
        expected = _expected(asker, type_name, way, fields)
        if expected == "REFUSED":
            assert (answer.status, answer.codes) == (401, ["UNAUTHENTICATED"]), document
            continue
        _compare(answer, asker, type_name, way, fields, expected, document)


def _portions(type_name: str) -> Iterator[list[str]]:
    """Root fields one by one, for a root that needs a token refuses them all; others as many as limits allow."""
    size = 1 if type_name in ("Query", "Mutation") else MOST_GATED
    gated = [name for name, who in TABLE[type_name].items() if who.is_gated or size == 1]
    rest = [name for name in TABLE[type_name] if name not in gated]
    for start in range(0, max(len(gated), 1), size):
        yield gated[start : start + size] + (rest if start == 0 else [])


def _asked(schema: GraphQLSchema, type_name: str, fields: list[str], estate: Estate) -> tuple[str, str]:
    texts = {field: asked(schema, type_name, field, estate.ids) for field in fields}
    gated = [field for field in fields if TABLE[type_name][field].is_gated]
    hole = " ".join(shapes(schema, type_name, name, text) if name in gated else text for name, text in texts.items())
    return hole, " ".join(fragment(type_name, field, texts[field]) for field in gated)


def _expected(asker: Asker, type_name: str, way: str, fields: list[str]) -> str:
    """Where the way ends for a caller: REFUSED at the door, the coordinate at which it is denied, SILENT, or OPEN."""
    path = steps(way)
    root = path[0].coordinate if path else f"{type_name}.{fields[0]}"
    if _denied(asker, root) == "AUTHENTICATION":
        return "REFUSED"
    for step in path:
        if _denied(asker, step.coordinate):
            return step.coordinate
        if step.narrowed and SEEN_BY[step.narrowed].denies(asker):
            return "SILENT"
        if asker.letter not in SPEAKS_AS.get(step.coordinate, asker.letter):
            return "SILENT"
    return "OPEN"


def _denied(asker: Asker, coordinate: str) -> str | None:
    type_name, _, field = coordinate.partition(".")
    return TABLE[type_name][field].denies(asker)


def _compare(
    answer: Answer, asker: Asker, type_name: str, way: str, fields: list[str], expected: str, document: str
) -> None:
    assert answer.status == 200, (document, answer.body)
    objects = list(found(answer.data, steps(way)))
    told: dict[str, Any] = {error["extensions"].get("coordinate"): error["extensions"] for error in answer.errors}
    assert len(told) == len(answer.errors), document
    if expected == "OPEN":
        assert objects, (document, answer.body)
        wanted = {
            f"{type_name}.{field}": (factor, [*objects[0][0], field], len(objects) * len(_keys(type_name, field)))
            for field in fields
            if (factor := TABLE[type_name][field].denies(asker))
        }
        _nulls(objects, type_name, fields, asker)
    else:
        assert not objects, (document, answer.body)
        wanted = _on_the_way(answer, asker, way, expected)
    got = {place: (error["factor"], error["path"], error["count"]) for place, error in told.items()}
    assert got == wanted, document
    assert {error["code"] for error in told.values()} <= {"ACCESS_DENIED"}
    for place, error in told.items():
        type_of, _, field = place.partition(".")
        assert error["changedBy"] == changed_by(TABLE[type_of][field], asker, error["factor"])


def _on_the_way(answer: Answer, asker: Asker, way: str, coordinate: str) -> dict[str, tuple[str, list[str | int], int]]:
    """The one denial of a way that ends before its goal; none when it ends in silence."""
    if coordinate == "SILENT":
        return {}
    path = steps(way)
    place = next(number for number, step in enumerate(path) if step.coordinate == coordinate)
    parents = list(found(answer.data, path[:place]))
    assert all(_null(parent, path[place]) for _, parent in parents)
    factor = _denied(asker, coordinate)
    assert factor is not None
    return {coordinate: (factor, [*parents[0][0], path[place].name], len(parents))}


def _null(parent: Any, step: Step) -> bool:
    return step.name in parent and parent[step.name] is None


def _keys(type_name: str, field: str) -> list[str]:
    return keys(gated_schema(), type_name, field)


def _nulls(objects: list[Any], type_name: str, fields: list[str], asker: Asker) -> None:
    """What is denied is there, and null, in every dress; what is allowed is there."""
    for field in fields:
        who = TABLE[type_name][field]
        for key in _keys(type_name, field) if who.is_gated else [field]:
            values = [value[key] for _, value in objects]
            assert not who.denies(asker) or set(values) == {None}, (type_name, key)
