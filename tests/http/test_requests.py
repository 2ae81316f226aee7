"""What strangers send instead of a request: wrong shapes, wrong bytes, too much of everything; never a 500."""

import json
from typing import Any

import pytest

from tests.portal import Answer, Portal

INTERNAL = (
    "Traceback",
    'File "',
    "sqlalchemy",
    "asyncpg",
    "sqlite",
    "orjson",
    "graphql-core",
    "SELECT ",
    "Error(",
    ".py",
)


async def send(portal: Portal, body: bytes) -> Answer:
    response = await portal.http.post("/graphql", content=body, headers={"content-type": "application/json"})
    return Answer(response.status_code, response.headers, response.content, response.json())


def refused(answer: Answer, status: int, *words: str) -> None:
    assert answer.status == status, answer.raw
    assert "data" not in answer.body
    for word in words:
        assert word in answer.errors[0]["message"]
    assert not any(word in answer.raw.decode() for word in INTERNAL), answer.raw


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b'{"query": "{ __typename }"',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"query": "{ __typename }", "variables": {"a": Infinity}}',
        b'{"query": "{ __typename } \xff"}',
        b'{"query": "\\ud800"}',
        b"\xff\xfe{\x00}\x00",
        b'\xef\xbb\xbf{"query": "{ __typename }"}',
        b"[" * 100_000,
        b'{"query": "{ __typename }", "variables": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
        b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
        b"{'query': '{ __typename }'}",
        b'{"query": "a\nb"}',
    ],
)
async def test_what_is_not_json_is_400(portal: Portal, body: bytes) -> None:
    refused(await send(portal, body), 400, "valid JSON")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "`query`"),
        ("text", "JSON object"),
        (1, "JSON object"),
        (None, "JSON object"),
        ([], "one request at a time"),
        ([{"query": "{ __typename }"}], "one request at a time"),
        ({"query": None}, "`query`"),
        ({"query": ""}, "`query`"),
        ({"query": "   "}, "`query`"),
        ({"query": 1}, "`query`"),
        ({"query": ["{ __typename }"]}, "`query`"),
        ({"query": {"a": 1}}, "`query`"),
        ({"QUERY": "{ __typename }"}, "`query`"),
        ({"query": "{ __typename }", "operationName": 1}, "`operationName`"),
        ({"query": "{ __typename }", "operationName": ["a"]}, "`operationName`"),
        ({"query": "{ __typename }", "variables": "{}"}, "`variables`"),
        ({"query": "{ __typename }", "variables": []}, "`variables`"),
        ({"query": "{ __typename }", "variables": 0}, "`variables`"),
        ({"query": "{ __typename }", "extensions": "x"}, "`extensions`"),
        ({"query": "{ __typename }", "extensions": []}, "`extensions`"),
    ],
)
async def test_a_part_of_the_wrong_type_is_400_and_named(portal: Portal, body: Any, named: str) -> None:
    refused(await send(portal, json.dumps(body).encode()), 400, named)


async def test_an_operation_name_may_be_anything_that_is_not_there(portal: Portal) -> None:
    for name in ("💥", "a" * 10_000, "\x00", "__proto__", "query"):
        answer = await portal.anybody.post({"query": "{ __typename }", "operationName": name})
        assert answer.codes == ["BAD_REQUEST"]
        assert "`operationName`" in answer.errors[0]["message"]


DOUBLED = {
    b'{"query": "{ a: __typename }", "query": "{ b: __typename }"}': "`query`",
    b'{"query":"{ __typename }","query":"{ __typename }"}': "`query`",
    b'{"query":"{ __typename }","qu\\u0065ry":"{ __typename }"}': "`query`",
    b'{"query":"{ __typename }","variables":{"a":1,"a":1}}': "`a`",
    b'{"query":"{ __typename }","variables":{"a":[{"b":{"c":1,"d":2,"c":3}}]}}': "`c`",
    b'{"query":"{ __typename }","extensions":{"x":{"":1,"":2}}}': "``",
    b'{"query":"{ __typename }","unknown":[{"x":1,"x":1}]}': "`x`",
    b'{"query":"{ __typename }","variables":{"n":%s,"n":1}}' % (b"9" * 300): "`n`",
}


@pytest.mark.parametrize(("body", "named"), DOUBLED.items())
async def test_a_key_that_stands_twice_is_refused_at_every_level(portal: Portal, body: bytes, named: str) -> None:
    refused(await send(portal, body), 400, named, "twice")


async def test_a_doubled_key_of_any_length_is_named_in_short(portal: Portal) -> None:
    key = b'"' + b"k" * 10_000 + b'":1'
    answer = await send(portal, b'{"query":"{ __typename }","variables":{' + key + b"," + key + b"}}")
    assert answer.codes == ["BAD_REQUEST"]
    assert len(answer.raw) < 500


@pytest.mark.parametrize(
    "body",
    [
        b'{ "query" : "{ __typename }" , "variables" : { "a" : 1.50 , "b" : { "a" : "\\u00e9" } } }',
        b'{"query":"{ __typename }","variables":{"a":1e5,"b":[{"a":1},{"a":1}]}}',
        b'{"query":"{ __typename # \\"a\\": \\"a\\":\\n }","variables":{"big":' + b"9" * 300 + b"}}",
    ],
)
async def test_json_written_in_other_ways_is_read_as_well(portal: Portal, body: bytes) -> None:
    assert (await send(portal, body)).data == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "`query`"),
        ("query=", "`query`"),
        ("query={__typename}&variables=[]", "`variables`"),
        ("query={__typename}&variables={", "`variables`"),
        ("query={__typename}&extensions=1", "`extensions`"),
        ("query={__typename}&query={__typename}", "`query`"),
        ("query={__typename}&variables={}&variables={}", "`variables`"),
        ('query={__typename}&variables={"a":1,"a":2}', "`a`"),
    ],
)
async def test_get_parameters_are_checked_alike(portal: Portal, query: str, named: str) -> None:
    response = await portal.http.get(f"/graphql?{query}")
    refused(Answer(response.status_code, response.headers, response.content, response.json()), 400, named)


async def test_a_number_too_large_for_anything_is_refused_by_its_variable(portal: Portal) -> None:
    for number in (b"1e400", b"1" + b"0" * 400, b"-1e400"):
        body = b'{"query": "query ($n: Int) { partner { clients(first: $n) { totalCount } } }", "variables": {"n": %b}}'
        answer = await send(portal, body % number)
        assert answer.status in {200, 400, 401}
        assert not any(word in answer.raw.decode() for word in INTERNAL)


async def test_a_body_over_the_limit_is_413(portal: Portal) -> None:
    refused(await send(portal, b" " * (128 * 1024 + 1)), 413, "131072 bytes")


async def test_variables_have_limits_of_their_own(portal: Portal) -> None:
    heavy = await portal.anybody.post({"query": "{ __typename }", "variables": {"a": "x" * 65_536}})
    long = await portal.anybody.post({"query": "{ __typename }", "variables": {"a": {"b": [[1] * 251]}}})
    deep = await send(portal, b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}")
    assert heavy.codes == long.codes == deep.codes == ["LIMIT_EXCEEDED"]
    assert "65536 bytes" in heavy.errors[0]["message"]
    assert "250 items" in long.errors[0]["message"]
    assert "nested too deeply" in deep.errors[0]["message"]
