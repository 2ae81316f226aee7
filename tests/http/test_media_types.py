"""GraphQL over HTTP, as its specification and audit suite have it: media types, statuses, parameters, methods."""

import json
from typing import Any

import pytest

from tests.portal import Portal

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
TYPENAME = {"query": "{ __typename }"}


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (None, JSON),
        ("", JSON),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", JSON),
        (f"{JSON};q=0.5, {GRAPHQL};q=0.8", GRAPHQL),
        (f"{GRAPHQL};q=0, */*;q=0.1", JSON),
        ("text/html, APPLICATION/JSON; charset=utf-8", JSON),
    ],
)
async def test_the_answer_has_the_media_type_that_is_accepted_most(
    portal: Portal, accept: str | None, answered: str
) -> None:
    headers = {} if accept is None else {"accept": accept}
    if accept is None:
        del portal.http.headers["accept"]
    response = await portal.http.post("/graphql", json=TYPENAME, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{JSON};q=0", "nonsense", f"{JSON};q=much"])
async def test_nothing_acceptable_is_406_and_names_what_would_be(portal: Portal, accept: str) -> None:
    answer = await portal.anybody.post(TYPENAME, accept=accept)
    assert answer.status == 406
    assert GRAPHQL in answer.errors[0]["message"]


async def test_answers_are_not_kept_by_caches(portal: Portal) -> None:
    answer = await portal.anybody("{ __typename }")
    assert answer.headers["cache-control"] == "no-store"
    assert {"Accept", "Authorization", "Gateway-Partner"} <= set(answer.headers["vary"].replace(",", " ").split())
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("content_type", [JSON, "application/json; charset=utf-8", "Application/JSON"])
async def test_json_is_read(portal: Portal, content_type: str) -> None:
    body = json.dumps(TYPENAME)
    response = await portal.http.post("/graphql", content=body, headers={"content-type": content_type})
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "",
        None,
    ],
)
async def test_what_a_foreign_page_could_send_is_415(portal: Portal, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    response = await portal.http.post("/graphql", content=json.dumps(TYPENAME), headers=headers)
    assert response.status_code == 415
    assert JSON in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity, gzip"])
async def test_compressed_bodies_are_415(portal: Portal, encoding: str) -> None:
    answer = await portal.anybody.post(TYPENAME, **{"content-encoding": encoding})
    assert (answer.status, answer.codes) == (415, ["BAD_REQUEST"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query A { __typename } query B { __typename }"}, "BAD_REQUEST"),
        ({"query": "query A { __typename }", "operationName": "B"}, "BAD_REQUEST"),
        (
            {"query": "query ($a: Int!) { __typename @skip(if: false) node(id: $a) { id } }"},
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ],
)
async def test_a_request_error_is_400_for_graphql_clients_and_200_for_plain_json_clients(
    portal: Portal, body: Any, code: str
) -> None:
    modern = await portal.anybody.post(body, accept=GRAPHQL)
    plain = await portal.anybody.post(body, accept=JSON)
    assert (modern.status, plain.status) == (400, 200)
    assert modern.codes[0] == plain.codes[0] == code
    assert "data" not in modern.body


async def test_the_operation_is_chosen_by_its_name(portal: Portal) -> None:
    document = "query A { a: __typename } query B { b: __typename }"
    answer = await portal.anybody.post({"query": document, "operationName": "B"})
    assert answer.data == {"b": "Query"}


@pytest.mark.parametrize("optional", ["operationName", "variables", "extensions"])
async def test_optional_parameters_may_be_null(portal: Portal, optional: str) -> None:
    assert (await portal.anybody.post(TYPENAME | {optional: None})).data == {"__typename": "Query"}


async def test_a_query_can_be_asked_by_get_with_its_variables(portal: Portal) -> None:
    document = "query A($yes: Boolean!) { __typename @include(if: $yes) } query B { __typename }"
    parameters = {"query": document, "operationName": "A", "variables": '{"yes": true}', "extensions": "{}"}
    response = await portal.http.get("/graphql", params=parameters)
    assert (response.status_code, response.json()["data"]) == (200, {"__typename": "Query"})


async def test_a_mutation_by_get_is_405_and_says_post(portal: Portal) -> None:
    document = 'mutation { declineClientInvite(input: {token: "x"}) { __typename } }'
    response = await portal.http.get("/graphql", params={"query": document})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert "POST" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
async def test_other_methods_are_405_and_name_those_that_work(portal: Portal, method: str) -> None:
    response = await portal.http.request(method, "/graphql")
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["allow"].replace(",", " ").split())


@pytest.mark.parametrize("path", ["/nothing", "/graphql/x", "/graphql%2fx", "/GraphQL", "/../etc/passwd", "/%00"])
async def test_unknown_paths_are_404_in_plain_words(portal: Portal, path: str) -> None:
    response = await portal.http.post(path, json=TYPENAME)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text == "Not Found"
