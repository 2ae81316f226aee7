"""Wrong values: every refusal names the variable or argument and what would be right."""

from typing import Any

import pytest
from graphql import build_schema

from domain.vocabulary import Role
from execution.document import DocumentRefused, Documents
from execution.limits import Limits
from tests.portal import Answer, Portal
from tests.world import World

CLIENTS = (
    "query ($first: Int, $filter: ClientFilter) { partner { clients(first: $first, filter: $filter) { totalCount } } }"
)
AUDIT = "query ($since: DateTime) { partner { auditEvents(filter: {since: $since}) { totalCount } } }"
QUOTES = "query ($on: Date) { pricePlans(on: $on) { __typename } }"
INVITE = "mutation ($input: InviteClientInput!) { inviteClient(input: $input) { userErrors { code } } }"


async def ask(world: World, portal: Portal, query: str, variables: Any) -> Answer:
    admin = await (await world.partner()).colleague(role=Role.ADMIN)
    return await portal.of(admin).post({"query": query, "variables": variables})


@pytest.mark.parametrize(
    ("query", "variables", "words"),
    [
        (CLIENTS, {"first": "ten"}, ("$first", "Int")),
        (CLIENTS, {"first": 1.5}, ("$first", "Int")),
        (CLIENTS, {"first": 2**31}, ("$first", "32-bit")),
        (CLIENTS, {"first": 10**30}, ("$first", "Int")),
        (CLIENTS, {"first": True}, ("$first", "Int")),
        (CLIENTS, {"first": [1]}, ("$first", "Int")),
        (CLIENTS, {"filter": "x"}, ("$filter", "ClientFilter")),
        (CLIENTS, {"filter": {"colour": "red"}}, ("$filter", "colour", "ClientFilter")),
        (CLIENTS, {"filter": {"attention": ["SEVERE"]}}, ("$filter", "attention", "SEVERE")),
        (CLIENTS, {"filter": {"attention": [None]}}, ("$filter", "attention")),
        (CLIENTS, {"filter": [{"attention": []}, {"attention": []}]}, ("$filter",)),
        (AUDIT, {"since": "9999-12-31T23:59:59.999999Z"}, ("$since", "1900", "2199")),
        (AUDIT, {"since": "0001-01-01T00:00:00Z"}, ("$since", "1900", "2199")),
        (AUDIT, {"since": "2026-05-04T10:00:00"}, ("$since", "offset")),
        (QUOTES, {"on": "9999-12-31"}, ("$on", "1900", "2199")),
        (INVITE, {}, ("$input", "InviteClientInput!")),
        (INVITE, {"input": None}, ("$input",)),
        (INVITE, {"input": {}}, ("$input", "needs", "`name`")),
        (INVITE, {"input": {"name": None}}, ("`$input.name`", "`String`", "null")),
        (CLIENTS, {"filter": {"isMine": "yes"}}, ("`$filter.isMine`", "Boolean")),
        (CLIENTS, {"filter": {"assigneeId": 1.5}}, ("`$filter.assigneeId`", "ID")),
        (CLIENTS, {"filter": {"monthBehind": "May"}}, ("`$filter.monthBehind`", "YearMonth", "2026-05")),
        (CLIENTS, {"filter": {"monthBehind": 5}}, ("`$filter.monthBehind`", "YearMonth", "quotation marks")),
    ],
)
async def test_a_wrong_variable_is_named_with_what_is_expected(
    world: World, portal: Portal, query: str, variables: Any, words: tuple[str, ...]
) -> None:
    answer = await ask(world, portal, query, variables)
    assert answer.codes == ["BAD_INPUT"] * len(answer.codes)
    assert "data" not in answer.body
    told = " ".join(error["message"] for error in answer.errors)
    assert [word for word in words if word not in told] == []
    assert len(answer.errors) <= 5


INTERNAL = ("encountered", "Expected", "None", "True", "Error", "<class", "Traceback", "cannot represent")


@pytest.mark.parametrize("value", ["SEVERE", 5, None, True, {}, [[]], {"a": None}, "\u0000", 1e300])
async def test_whatever_is_wrong_no_word_of_an_implementation_is_told(world: World, portal: Portal, value: Any) -> None:
    ask = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    for name in ("attention", "monthBehind", "search", "assigneeId", "isMine"):
        answer = await ask.post({"query": CLIENTS, "variables": {"filter": {name: value}}})
        for error in answer.errors if answer.codes else ():
            assert f"`$filter.{name}" in error["message"]
            assert [word for word in INTERNAL if word in error["message"]] == []


def test_values_of_enums_are_told_to_those_alone_who_may_ask_for_the_schema() -> None:
    known = build_schema("enum Colour { RED GREEN } type Query { paint(in: Colour): Int }")
    refused = Documents(known, Limits(), introspection=False)
    shown = Documents(known, Limits(), introspection=True)
    for documents, is_told in ((refused, False), (shown, True)):
        with pytest.raises(DocumentRefused) as caught:
            documents.prepare("{ paint(in: BLUE) }")
        (error,) = caught.value.errors
        assert error.message.startswith("`in`: takes `Colour`, and BLUE is none of its values")
        assert ("RED, GREEN" in error.message) is is_told


async def test_one_list_of_a_hundred_wrong_items_gives_five_errors_at_most(world: World, portal: Portal) -> None:
    answer = await ask(world, portal, CLIENTS, {"filter": {"attention": ["SEVERE"] * 100}})
    assert 0 < len(answer.errors) <= 5


async def test_a_long_wrong_value_is_not_sent_back_at_length(world: World, portal: Portal) -> None:
    answer = await ask(world, portal, CLIENTS, {"first": "x" * 60_000})
    assert len(answer.raw) < 2_000


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("first: -1", ("first",)),
        ("first: 101", ("first", "100")),
        ("first: 1000000000000", ("Int",)),
        ('first: "1"', ("Int",)),
        ('after: "garbage"', ("cursor",)),
        ("first: 1, last: 1", ("first", "last")),
        ("orderBy: {field: COLOUR}", ("COLOUR",)),
        ("orderBy: {colour: NAME}", ("colour",)),
        ("size: 3", ("size",)),
        (
            "filter: {attention: [WARNING, SEVERE]}",
            ("`filter.attention[1]`", "SEVERE", "NONE, INFO, WARNING, CRITICAL"),
        ),
        ('filter: {attention: "CRITICAL"}', ("`filter.attention`", "bare word", "NONE, INFO, WARNING, CRITICAL")),
        ('filter: {monthBehind: "May"}', ("`filter.monthBehind`", "YearMonth", "2026-05")),
        ("filter: {isMine: 3}", ("`filter.isMine`", "true or false")),
        ("filter: {status: [null]}", ("`filter.status[0]`", "never null")),
    ],
)
async def test_a_wrong_argument_is_named(world: World, portal: Portal, argument: str, words: tuple[str, ...]) -> None:
    answer = await ask(world, portal, f"{{ partner {{ clients({argument}) {{ totalCount }} }} }}", None)
    assert set(answer.codes) <= {"BAD_INPUT", "BAD_CURSOR", "GRAPHQL_VALIDATION_FAILED"}
    told = " ".join(error["message"] for error in answer.errors)
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("place", ["clients(first: {})", "clients(first: $n)", "clients(first: -{})"])
async def test_a_number_too_long_to_read_is_refused_in_words_of_the_gateway(
    world: World, portal: Portal, place: str
) -> None:
    number = "9" * 4_500
    query = f"query ($n: Int = {number}) {{ partner {{ {place.format(number)} {{ totalCount }} }} }}"
    answer = await ask(world, portal, query, None)
    assert set(answer.codes) == {"LIMIT_EXCEEDED"}
    assert {error["message"] for error in answer.errors} == {"A number has more than 100 digits."}


@pytest.mark.parametrize("odd", ["\x00", "💥" * 100, "' OR 1=1; DROP TABLE client; --", "%", "\u202e", "a" * 5_000])
async def test_odd_text_finds_nothing_and_breaks_nothing(world: World, portal: Portal, odd: str) -> None:
    query = (
        "query ($t: String!, $i: ID!) { partner { clients(filter: {search: $t}) { totalCount } } node(id: $i) { id } }"
    )
    answer = await ask(world, portal, query, {"t": odd, "i": odd})
    assert answer.status == 200
    assert not {"INTERNAL", "UNAVAILABLE"} & set(answer.codes)
    assert answer.data["node"] is None


async def test_unknown_variables_are_ignored_and_undeclared_ones_refused(world: World, portal: Portal) -> None:
    extra = await ask(world, portal, "{ viewer { kind } }", {"unused": {"a": [1]}})
    missing = await ask(world, portal, "{ node(id: $id) { id } }", {"id": "x"})
    assert extra.data == {"viewer": {"kind": "COLLEAGUE"}}
    assert missing.codes == ["GRAPHQL_VALIDATION_FAILED"]
    assert "$id" in missing.errors[0]["message"]


async def test_names_are_not_suggested(world: World, portal: Portal) -> None:
    answers = [
        await ask(world, portal, "{ viewr { kind } }", None),
        await ask(world, portal, "{ viewer { rol } }", None),
        await ask(world, portal, "{ partner { clients(firs: 1) { totalCount } } }", None),
        await ask(world, portal, CLIENTS, {"filter": {"serch": "x"}}),
        await ask(world, portal, CLIENTS, {"filter": {"attention": ["CRITICA"]}}),
        await ask(world, portal, "query ($a: Clientfilter) { __typename }", None),
    ]
    assert [answer.raw for answer in answers if b"Did you mean" in answer.raw] == []
    assert all(answer.errors for answer in answers)
