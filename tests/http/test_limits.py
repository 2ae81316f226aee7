"""Limits on documents, and how much may come back, as strangers meet them."""

import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from graphql import get_introspection_query

from domain.vocabulary import Role
from gateway.graphiql.page import DEFAULT_QUERY
from store.engine import Store
from tests.portal import Answer, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import World


async def refused(portal: Portal, query: str) -> Answer:
    answer = await portal.anybody.post({"query": query}, accept="application/graphql-response+json")
    assert answer.status == 400
    assert "data" not in answer.body
    assert len(answer.errors) <= 5
    return answer


def doubling(levels: int) -> str:
    steps = "".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} " for i in range(levels))
    return f"{{ ...F0 }} {steps} fragment F{levels} on Query {{ __typename viewer {{ kind }} }}"


TOO_MUCH = {
    "depth": "{ viewer " * 13 + "{ kind }" + "}" * 13,
    "deeper than can be parsed": "{ viewer " * 600 + "{ kind }" + "}" * 600,
    "just parsed": "{ viewer " * 190 + "{ kind }" + "}" * 190,
    "aliases": "{ viewer {" + " ".join(f"a{i}: kind" for i in range(31)) + "} }",
    "aliases in nested places": "{ viewer {" + "p: person { a: name b: email } " * 16 + "} }",
    "repeats": "{ viewer {" + "kind " * 31 + "} }",
    "root fields": "{" + " ".join(f"a{i}: __typename" for i in range(21)) + "}",
    "tokens": "{ viewer { " + "kind " * 2_000 + "} }",
    "bytes": "{ __typename } #" + "x" * 16_384,
    "comments": "#\n" * 5_000 + "{ __typename }",
    "items of a list": "{ nodes(ids: [" + '"a" ' * 251 + "]) { id } }",
    "doubling fragments": doubling(60),
    "nested lists": "{ node(id: " + "[" * 900 + "]" * 900 + ") { id } }",
}


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_too_much_is_refused_by_its_limit(portal: Portal, query: str) -> None:
    assert set((await refused(portal, query)).codes) == {"LIMIT_EXCEEDED"}


async def test_a_refusal_names_the_limit_and_what_is_allowed(portal: Portal) -> None:
    (error,) = (await refused(portal, TOO_MUCH["depth"])).errors
    assert error["message"] == "The operation is nested deeper than 12 levels; split it."
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "limit": "depth", "allowed": 12}


async def test_what_just_fits_is_answered(world: World, portal: Portal) -> None:
    ada = await (await world.partner()).colleague()
    answer = await portal.of(ada)("{ viewer {" + " ".join(f"a{i}: kind" for i in range(30)) + "} }")
    assert set(answer.data["viewer"].values()) == {"COLLEAGUE"}


@pytest.mark.parametrize(
    "query",
    [
        doubling(60),
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A viewer { kind } }",
        "{ viewer " + "@skip(if: false) " * 280 + "{ kind } }",
        "{ viewer " + "@flood " * 900 + "{ kind } }",
        "{ "
        + " ".join(f"...F{i}" for i in range(29))
        + " }"
        + "".join(f" fragment F{i} on Query {{ viewer {{ kind role }} }}" for i in range(29)),
        "{ ...F0 }" + "".join(f" fragment F{i} on Query {{ ...F{i + 1} }}" for i in range(240)),
        "{ " + " ".join(f"nothing{i}" for i in range(1_900)) + " }",
    ],
    ids=["doubling", "circle", "skips", "directives", "overlaps", "chain", "unknown names"],
)
async def test_an_attack_by_document_is_refused_at_once(portal: Portal, query: str) -> None:
    await refused(portal, query)
    spent = []
    # The least of three: the collector of this process, which holds thousands of tests, may run in one of them.
    for _ in range(3):
        started = time.process_time()
        await refused(portal, query)
        spent.append(time.process_time() - started)
    assert min(spent) < 0.2


async def test_two_thousand_mistakes_give_five_errors(portal: Portal) -> None:
    answer = await refused(portal, "{ viewer { " + " ".join(f"x{i}" for i in range(1_900)) + " } }")
    assert len(answer.errors) == 5


async def test_introspection_answers_in_development_within_the_limits(portal: Portal) -> None:
    full = get_introspection_query(input_value_deprecation=True, specified_by_url=True, schema_description=True)
    for query in (full, DEFAULT_QUERY):
        answer = await portal.anybody(query)
        assert answer.errors == []
        assert answer.data["__schema"]


async def test_circular_introspection_is_refused(portal: Portal) -> None:
    circle = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert (await refused(portal, circle)).codes == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.fixture
async def closed(store: Store, database: Database, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    opened = open_portal(store, database.url, tmp_path, now, GATEWAY_INTROSPECTION="false", GATEWAY_GRAPHIQL="false")
    yield opened
    await opened.http.aclose()


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Client") { name } }',
        '{ a: __type(name: "Client") { b: name } }',
        "{ ...F } fragment F on Query { __schema { types { name } } }",
        '{ ... on Query { ... @include(if: true) { x: __type(name: "Query") { name } } } }',
        "query ($no: Boolean = false) { __typename __schema @include(if: $no) { types { name } } }",
    ],
)
async def test_without_introspection_nothing_of_it_is_answered(closed: Portal, query: str) -> None:
    assert set((await refused(closed, query)).codes) == {"GRAPHQL_VALIDATION_FAILED"}


async def test_without_introspection_typename_still_is(closed: Portal) -> None:
    assert (await closed.anybody("{ __typename }")).data == {"__typename": "Query"}
    assert (await closed.http.get("/")).status_code == 404


async def test_denials_are_told_once_per_field_however_many_rows_and_aliases(world: World, portal: Portal) -> None:
    firm = await world.partner()
    viewer = await firm.colleague(role=Role.VIEWER)
    for _ in range(5):
        await firm.colleague()
    aliases = " ".join(f"a{i}: email" for i in range(30))
    answer = await portal.of(viewer)(f"{{ partner {{ colleagues {{ nodes {{ name {aliases} }} }} }} }}")
    assert len(answer.data["partner"]["colleagues"]["nodes"]) == 6
    assert all(node[f"a{i}"] is None for node in answer.data["partner"]["colleagues"]["nodes"] for i in range(30))
    (error,) = answer.errors
    assert error["extensions"]["coordinate"] == "Colleague.email"
    assert error["extensions"]["count"] == 180
