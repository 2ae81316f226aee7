"""`gateway query` and `gateway documents`: operations from files, by the engine that serves HTTP."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Gateway, server_of
from tests.cli.test_commands import FIRM, OWNER, create

VIEWER = "query Viewer { viewer { role kind } partner { name } }"


@pytest.fixture
def nord(migrated: Gateway) -> Gateway:
    """An installation with one firm."""
    assert migrated(*create(migrated)).code == 0
    return migrated


def written(gateway: Gateway, text: str, name: str = "asked.graphql") -> str:
    path = gateway.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


def test_a_colleague_is_answered_as_over_http(nord: Gateway) -> None:
    done = nord("query", written(nord, VIEWER), "--as", OWNER, "--partner", "DK:13585628")
    assert (done.code, done.err) == (0, "")
    expected = {"viewer": {"role": "OWNER", "kind": "COLLEAGUE"}, "partner": {"name": FIRM["--name"]}}
    assert json.loads(done.out)["data"] == expected
    server = server_of(nord.start("serve", GATEWAY_PORT="0"))
    token = nord("token", "--as", OWNER).out
    assert server.ask(VIEWER, token.strip()).json() == json.loads(done.out)
    by_token = nord("query", written(nord, VIEWER), "--token", written(nord, token, "token"))
    assert by_token.out == done.out
    server.stop()


def test_variables_and_one_of_several_operations(nord: Gateway) -> None:
    text = "query A($more: Boolean!) { __typename a: __typename @include(if: $more) } query B { __typename }"
    done = nord("query", written(nord, text), "--operation", "A", "--variables", '{"more": true}')
    assert json.loads(done.out)["data"] == {"__typename": "Query", "a": "Query"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ viewer { kind } }", "UNAUTHENTICATED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ viewer " * 13 + "{ kind }" + "}" * 13, "LIMIT_EXCEEDED"),
    ],
)
def test_an_answer_with_errors_ends_with_1(migrated: Gateway, text: str, code: str) -> None:
    done = migrated("query", written(migrated, text))
    assert done.code == 1
    assert {error["extensions"]["code"] for error in json.loads(done.out)["errors"]} == {code}


def test_a_bad_token_is_refused(migrated: Gateway) -> None:
    done = migrated("query", written(migrated, VIEWER), "--token", written(migrated, "a.b.c", "token"))
    assert (done.code, "UNAUTHENTICATED" in done.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--variables", "{"], "--variables"),
        (["--variables", "[]"], "JSON object"),
        (["--variables", '{"a": 1, "a": 2}'], "`a` twice"),
        (["--as", "ada"], "--as"),
    ],
)
def test_options_that_do_not_fit_end_with_2(gateway: Gateway, arguments: list[str], told: str) -> None:
    done = gateway("query", written(gateway, VIEWER), *arguments)
    assert (done.code, told in done.err) == (2, True), done.err


def test_a_missing_file_or_schema_is_told(gateway: Gateway) -> None:
    assert "nowhere.graphql" in gateway("query", "nowhere.graphql").err
    assert "run `gateway migrate` first" in gateway("query", written(gateway, VIEWER)).err


def test_a_manifest_of_files_is_served(nord: Gateway) -> None:
    written(nord, "query Kind { viewer { ...Kinds } }", "app/kind.graphql")
    written(nord, "fragment Kinds on Viewer { kind }\nquery Name { partner { name } }", "app/deep/rest.gql")
    made = nord("documents", str(nord.folder / "app"))
    assert (made.code, made.err) == (0, "")
    entries = json.loads(made.out)
    assert {key: sha256(text.encode()).hexdigest() for key, text in entries.items()} == {key: key for key in entries}
    kind = next(key for key, text in entries.items() if "query Kind" in text)
    settings = {"GATEWAY_TRUSTED_DOCUMENTS": written(nord, made.out, "manifest.json")}
    assert len(entries) == 2
    assert nord("serve", "--check", **settings).code == 0
    server = server_of(nord.start("serve", GATEWAY_PORT="0", GATEWAY_TRUSTED_DOCUMENTS_ONLY="true", **settings))
    token = nord("token", "--as", OWNER).out.strip()
    assert server.post({"documentId": kind}, token).json()["data"] == {"viewer": {"kind": "COLLEAGUE"}}
    assert "TRUSTED_DOCUMENT_REQUIRED" in server.ask(VIEWER, token).text
    server.stop()


def test_a_document_that_cannot_be_trusted_is_told_with_its_place(gateway: Gateway) -> None:
    path = written(gateway, "query A {\n  nothing\n}", "app/a.graphql")
    done = gateway("documents", str(gateway.folder / "app"))
    assert (done.code, done.out) == (2, "")
    assert f"{path}:2:3: " in done.err


def test_a_broken_manifest_stops_the_start(migrated: Gateway, tmp_path: Path) -> None:
    settings = {"GATEWAY_TRUSTED_DOCUMENTS": written(migrated, '{"1234": "{ __typename }"}', "manifest.json")}
    for command in (["serve"], ["serve", "--check"], ["query", written(migrated, VIEWER)]):
        done = migrated(*command, GATEWAY_PORT="0", **settings)
        assert (done.code, "entry 1234: the id is not the SHA-256" in done.err) == (2, True)
