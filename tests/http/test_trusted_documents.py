"""Trusted documents: named in the shapes that clients send, never confused, and the only ones where it is so set."""

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.vocabulary import Role, Scope
from gateway.settings import SettingsError
from store.engine import Store
from tests.http.faults import opened
from tests.portal import Answer, Portal
from tests.portal.portal import answer as read
from tests.world import World

TEXT = "query Kind { viewer { kind } }"
OPEN = "query Open($more: Boolean = false) { __typename again: __typename @include(if: $more) }"
FREE = "{ free: __typename }"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def manifest(*texts: str) -> str:
    return json.dumps({digest(text): text for text in texts})


def settings(folder: Path, content: str, **more: str) -> dict[str, str]:
    path = folder / "manifest.json"
    path.write_text(content)
    return {"GATEWAY_TRUSTED_DOCUMENTS": str(path), **more}


@pytest.fixture
async def trusting(store: Store, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """A gateway that knows two documents and takes others, too."""
    async with opened(store, tmp_path, now, **settings(tmp_path, manifest(TEXT, OPEN))) as portal:
        yield portal


@pytest.fixture
async def closed(store: Store, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """A gateway that takes no others from people."""
    only = settings(tmp_path, manifest(TEXT, OPEN), GATEWAY_TRUSTED_DOCUMENTS_ONLY="true")
    async with opened(store, tmp_path, now, **only) as portal:
        yield portal


def apollo(text: str, **more: Any) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}, **more}


SHAPES: dict[str, dict[str, Any]] = {
    "GraphQL over HTTP": {"documentId": f"sha256:{digest(OPEN)}"},
    "the bare hash": {"documentId": digest(OPEN)},
    "with its text": {"documentId": digest(OPEN), "query": OPEN},
    "with an empty text": {"documentId": digest(OPEN), "query": ""},
    "without text": {"documentId": digest(OPEN), "query": None},
    "Relay": {"doc_id": digest(OPEN)},
    "Relay's older layers": {"id": digest(OPEN), "query": None},
    "Apollo": apollo(OPEN),
    "Apollo with its text": apollo(OPEN, query=OPEN),
    "several shapes that agree": apollo(OPEN, documentId=f"sha256:{digest(OPEN)}", doc_id=digest(OPEN)),
    "the text alone": {"query": OPEN},
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
async def test_a_trusted_document_is_named_in_many_shapes(closed: Portal, body: dict[str, Any]) -> None:
    assert (await closed.anybody.post(body)).data == {"__typename": "Query"}
    told = await closed.anybody.post({**body, "variables": {"more": True}, "operationName": "Open"})
    assert told.data == {"__typename": "Query", "again": "Query"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"documentId": f"sha256:{digest(OPEN)}"},
        {"doc_id": digest(OPEN)},
        {"extensions": json.dumps(apollo(OPEN)["extensions"])},
    ],
)
async def test_by_get_as_well(closed: Portal, parameters: dict[str, str]) -> None:
    response = await closed.http.get("/graphql", params={**parameters, "variables": '{"more":true}'})
    assert read(response).data == {"__typename": "Query", "again": "Query"}


async def test_a_mutation_does_not_become_a_get_by_being_trusted(store: Store, tmp_path: Path, now: datetime) -> None:
    async with opened(store, tmp_path, now, **settings(tmp_path, manifest("mutation { __typename }"))) as portal:
        response = await portal.http.get("/graphql", params={"documentId": digest("mutation { __typename }")})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


CONFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "id and another text": ({"documentId": digest(OPEN), "query": FREE}, "`query` is not the document"),
    "id and another trusted text": ({"documentId": digest(OPEN), "query": TEXT}, "`query` is not the document"),
    "Apollo's hash and another text": (apollo(OPEN, query=FREE), "`query` is not the document"),
    "an unknown id and a text": ({"documentId": "x", "query": OPEN}, "`query` is not the document"),
    "two ids": ({"documentId": digest(OPEN), "doc_id": digest(TEXT)}, "several documents"),
    "id and Apollo's hash": (apollo(OPEN, documentId=digest(TEXT)), "several documents"),
    "a number": ({"documentId": 1}, "`documentId` must be a string"),
    "a list": ({"id": [digest(OPEN)]}, "`id` must be a string"),
    "Apollo's version 2": ({"extensions": {"persistedQuery": {"version": 2, "sha256Hash": digest(OPEN)}}}, "version"),
    "Apollo without hash": ({"extensions": {"persistedQuery": {"version": 1}}}, "sha256Hash"),
    "Apollo's as text": ({"extensions": {"persistedQuery": digest(OPEN)}}, "persistedQuery"),
}


@pytest.mark.parametrize(("body", "told"), CONFUSED.values(), ids=CONFUSED)
async def test_what_could_mean_two_documents_is_refused(trusting: Portal, body: dict[str, Any], told: str) -> None:
    answer = await trusting.anybody.post(body)
    assert (answer.status, answer.codes) == (400, ["BAD_REQUEST"])
    assert told in answer.errors[0]["message"]


@pytest.mark.parametrize(
    "unknown", ["", "x", "sha256:", digest(FREE), digest(OPEN).upper(), f"md5:{digest(OPEN)}", f"sha512:{digest(OPEN)}"]
)
async def test_an_id_that_is_not_known_is_told_as_apollo_clients_understand(trusting: Portal, unknown: str) -> None:
    for body in ({"documentId": unknown}, {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": unknown}}}):
        answer = await trusting.anybody.post(body)
        assert answer.body == {
            "errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]
        }
        strict = await trusting.anybody.post(body, accept="application/graphql-response+json")
        assert (answer.status, strict.status) == (200, 400)


async def test_a_client_cannot_register_a_document(trusting: Portal) -> None:
    assert (await trusting.anybody.post(apollo(FREE, query=FREE))).data == {"free": "Query"}
    assert (await trusting.anybody.post(apollo(FREE))).codes == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_people_need_a_trusted_document_where_only_those_are_accepted(closed: Portal, world: World) -> None:
    nord = await world.partner("Nord")
    ada, crm = await nord.colleague(), await nord.integration([Scope.CLIENTS_READ])
    for caller in (closed.anybody, closed.of(ada)):
        for body in ({"query": FREE}, {"query": f"{OPEN} "}, apollo(FREE, query=FREE), {"query": "{ not even graphql"}):
            assert (await caller.post(body)).codes == ["TRUSTED_DOCUMENT_REQUIRED"]
    assert (await closed.of(ada)(TEXT)).data == {"viewer": {"kind": "COLLEAGUE"}}
    assert (await closed.machine(crm, "clients:read")(FREE)).data == {"free": "Query"}


async def test_who_is_trusted_to_ask_still_needs_a_token(closed: Portal) -> None:
    answer = await closed.anybody.post({"documentId": digest(TEXT)})
    assert (answer.status, answer.codes) == (401, ["UNAUTHENTICATED"])


BROKEN = "query Broken { viewer { nothing } }"
MANIFESTS: dict[str, tuple[str, list[str]]] = {
    "not JSON": ("{", ["is not valid JSON"]),
    "a list": ("[]", ["must be a JSON object"]),
    "other values": ('{"a": {"text": "x"}}', ["must be a JSON object"]),
    "an id twice": (f'{{"{digest(OPEN)}": "x", "{digest(OPEN)}": "y"}}', ["names a member twice"]),
    "another hash": (json.dumps({"1234": OPEN}), ["entry 1234: the id is not the SHA-256", digest(OPEN)]),
    "no such field": (manifest(BROKEN), [f"entry {digest(BROKEN)}: line 1, column 25: ", "nothing"]),
    "no syntax": (manifest("query {"), [f"entry {digest('query {')}: line 1, column 8: Syntax Error"]),
    "too deep": (manifest("{ viewer " * 13 + "{ kind }" + "}" * 13), ["deeper than 12 levels"]),
    "two at once": (json.dumps({"1": OPEN, "2": OPEN}), ["entry 1: ", "entry 2: "]),
}


@pytest.mark.parametrize(("content", "told"), MANIFESTS.values(), ids=MANIFESTS)
async def test_a_manifest_that_cannot_be_trusted_stops_the_start(
    store: Store, tmp_path: Path, now: datetime, content: str, told: list[str]
) -> None:
    with pytest.raises(SettingsError) as stopped:
        async with opened(store, tmp_path, now, **settings(tmp_path, content)):
            pass
    said = str(stopped.value)
    assert f"GATEWAY_TRUSTED_DOCUMENTS: {tmp_path / 'manifest.json'}: " in said
    assert [words for words in told if words not in said] == []


async def test_a_prefix_in_the_manifest_is_the_same_id(store: Store, tmp_path: Path, now: datetime) -> None:
    content = json.dumps({f"sha256:{digest(OPEN)}": OPEN})
    async with opened(store, tmp_path, now, **settings(tmp_path, content)) as portal:
        answer: Answer = await portal.anybody.post({"documentId": digest(OPEN)})
    assert answer.data == {"__typename": "Query"}


async def test_trusted_documents_stay_however_many_others_come(trusting: Portal) -> None:
    for number in range(1_010):
        await trusting.anybody(f"{{ a{number}: __typename }}")
    assert (await trusting.anybody.post({"documentId": digest(OPEN)})).data == {"__typename": "Query"}


async def test_trusted_documents_are_planned_before_anybody_asks(trusting: Portal, world: World) -> None:
    ask = trusting.of(await (await world.partner()).colleague(role=Role.VIEWER))
    at_start = await plans_missed(trusting)
    for variables in ({}, {"more": True}):
        assert "data" in (await ask.post({"documentId": digest(OPEN), "variables": variables})).body
    assert await plans_missed(trusting) == at_start > 0
    await ask(FREE)
    assert await plans_missed(trusting) == at_start + 1


async def plans_missed(portal: Portal) -> float:
    """How often a plan had to be made, as the metrics say."""
    text = (await portal.http.get("/metrics")).text
    (missed,) = re.findall(r'gateway_kept_looks_total\{found="no",memory="plans"\} ([0-9.]+)', text)
    return float(missed)
