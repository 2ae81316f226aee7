"""`gateway access check` in another repository's CI: what it says of a frontend's documents, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main

LIST = "query List { partner { clients { nodes { ...Row } } } }"
ROW = "fragment Row on Client { name wallet { balance { amount } } links { users } }"
MINE = "query Mine { viewer { role } }"
INBOUND = "{ partner { name pendingClients { inboundInvites { nodes { id } } } } }"


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["access", "check", *arguments], input=given)


def found(*arguments: str, given: str | None = None) -> list[dict[str, Any]]:
    operations: list[dict[str, Any]] = json.loads(run(*arguments, "--json", given=given).stdout)["operations"]
    return operations


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "list.graphql").write_text(f"{LIST}\n\n{MINE}\n")
    (tmp_path / "deep" / "row.gql").write_text(ROW)
    (tmp_path / "notes.txt").write_text("not a document")
    return tmp_path


def test_a_folder_is_one_set_of_documents_with_shared_fragments(frontend: Path) -> None:
    done = run(str(frontend), "--as", "BOOKKEEPER:EXTENDED")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == ["allowed", "allowed"]
    assert f"{frontend}/list.graphql:3:1" in done.output


def test_what_clients_decide_is_open_without_a_level_and_named(frontend: Path) -> None:
    done = run(str(frontend), "--as", "BOOKKEEPER")
    assert done.exit_code == 0
    assert "ClientLinks.users where the client is connected with EXTENDED" in done.output


@pytest.mark.parametrize(
    ("who", "denied"),
    [
        ("BOOKKEEPER:LIMITED", {"ClientLinks.users": "LEVEL"}),
        ("VIEWER:EXTENDED", {"ClientLinks.users": "ROLE"}),
        ("ADMIN:SUSPENDED", {"Client.wallet": "POWER_OF_ATTORNEY", "ClientLinks.users": "POWER_OF_ATTORNEY"}),
        ("owner:disconnected", {"Client.wallet": "CONNECTION", "ClientLinks.users": "CONNECTION"}),
        ("integration:partner:read,clients:read", {"Client.wallet": "SCOPE", "ClientLinks.users": "SCOPE"}),
    ],
)
def test_some_fields_denied_is_partly(frontend: Path, who: str, denied: dict[str, str]) -> None:
    list_, mine = found(str(frontend), "--as", who)
    assert (list_["verdict"], mine["verdict"]) == ("partly", "allowed")
    assert {one["coordinate"]: one["factor"] for one in list_["denied"]} == denied
    assert list_["denied"][0]["path"][:4] == ["partner", "clients", "nodes", list_["denied"][0]["path"][3]]
    assert run(str(frontend), "--as", who).exit_code == 1
    assert run(str(frontend), "--as", who, "--allow-partly").exit_code == 0


def test_each_operation_says_what_it_may_cost_with_the_defaults_of_its_variables() -> None:
    ask = "query($first: Int = %d) { partner { clients(first: $first) { nodes { name assignments { id } } } } }"
    (few,), (many,) = (found("-", "--as", "OWNER", given=ask % first) for first in (1, 50))
    assert 0 < few["cost"] < many["cost"] / 10
    assert f"cost {many['cost']}" in run("-", "--as", "OWNER", given=ask % 50).output


def test_each_denied_field_says_what_would_suffice_and_who_may_do_it() -> None:
    (partly,) = found("-", "--as", "BOOKKEEPER", given=INBOUND)
    (denied,) = partly["denied"]
    step = {"factor": "ROLE", "change": "CHANGE_ROLE", "to": "ADMIN", "changedBy": "an admin of the firm"}
    assert denied["suffices"] == [step]
    assert "CHANGE_ROLE to ADMIN (by an admin of the firm)" in run("-", "--as", "BOOKKEEPER", given=INBOUND).output


@pytest.mark.parametrize(
    ("document", "who"),
    [
        (MINE, "ANONYMOUS"),
        ('{ invitePreview(token: "x") { kind } viewer @include(if: false) { role } }', "ANONYMOUS"),
        ("{ viewer { role } partner { name } }", "PERSON"),
        ("{ partner { pendingClients { inboundInvites { nodes { id } } } } }", "VIEWER"),
        ('mutation { createTeam(input: {name: "x"}) { userErrors { code } } }', "integration:"),
    ],
    ids=["no token", "no token, left out", "a root among others", "every leaf", "no scope"],
)
def test_a_denied_root_or_nothing_left_is_impossible(document: str, who: str) -> None:
    assert [one["verdict"] for one in found("-", "--as", who, given=document)] == ["impossible"]
    assert run("-", "--as", who, "--allow-partly", given=document).exit_code == 1


def test_arguments_take_the_right_to_read_what_they_look_at() -> None:
    who = "integration:partner:read,clients:read"
    ask = "{ partner { name clients(filter: %s) { nodes { id } } } }"
    (partly,) = found("-", "--as", who, given=ask % "{search: null, attention: [INFO]}")
    assert [(one["coordinate"], one["variable"]) for one in partly["denied"]] == [("ClientFilter.attention", None)]
    (allowed,) = found("-", "--as", who, given=ask % '{search: "a", attention: null}')
    assert allowed["verdict"] == "allowed"
    (may_be,) = found("-", "--as", who, given=f"query($f: ClientFilter) {ask % '$f'}")
    assert may_be["verdict"] == "partly"
    assert {one["variable"] for one in may_be["denied"]} == {"f"}
    order = "query($by: ClientOrderField!) { partner { name clients(orderBy: {field: $by}) { nodes { id } } } }"
    (by,) = found("-", "--as", who, given=order)
    assert {one["coordinate"] for one in by["denied"]} >= {"ClientOrderField.BALANCE", "ClientOrderField.ATTENTION"}
    assert "ClientOrderField.NAME" not in {one["coordinate"] for one in by["denied"]}


def test_every_operation_is_judged_as_everybody_who_is_named() -> None:
    told = found("-", "--as", "OWNER", "--as", "VIEWER", given=f"{MINE} query B {INBOUND}")
    assert [(one["name"], one["as"], one["verdict"]) for one in told] == [
        ("Mine", "OWNER", "allowed"),
        ("Mine", "VIEWER", "allowed"),
        ("B", "OWNER", "allowed"),
        ("B", "VIEWER", "partly"),
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("query {\n  viewr { role }\n}", "standard input:2:3: Cannot query field 'viewr' on type 'Query'."),
        ("query {\n  viewer {", "standard input:2:11: Syntax Error"),
        ("{ viewer { ...Nowhere } }", "standard input:1:15: Unknown fragment 'Nowhere'"),
        ("query A { viewer { role } } query A { viewer { role } }", "There can be only one operation named 'A'"),
        (f"fragment Lonely on Client {{ nmae }} {MINE}", "standard input:1:29: Cannot query field 'nmae'"),
        (ROW, "There is no operation"),
        ("", "standard input:1:1: Syntax Error"),
        ("{ viewer " * 20 + "}" * 20, "Cannot query field"),
        (
            "{ partner { clients { nodes { assignments { client { assignments { client { assignments { client "
            "{ assignments { client { links { export } } } } } } } } } } } } }",
            "nested deeper than 12 levels",
        ),
        (
            "{ partner { clients(first: 100) { nodes { assignments { colleague { assignments(first: 100) "
            "{ client { assignments { colleague { name } } } } } } } } } }",
            "standard input:1:1: ",
        ),
    ],
    ids="field syntax fragment twice unused-fragment no-operation empty unbalanced too-deep too-dear".split(),
)
def test_a_document_that_cannot_be_sent_ends_with_2_and_says_where(document: str, said: str) -> None:
    done = run("-", "--as", "OWNER", given=document)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_fragment_of_two_files_is_refused_with_both_places(frontend: Path) -> None:
    (frontend / "again.graphql").write_text(f"\n{ROW}")
    done = run(str(frontend), "--as", "OWNER")
    assert done.exit_code == 2
    assert f"{frontend}/deep/row.gql:1:1: fragment Row is also at {frontend}/again.graphql:2:1" in done.stderr


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("KING", "'KING' is none of OWNER, ADMIN"),
        ("BOOKKEEPER:HIGH", "'HIGH' is none of LIMITED, EXTENDED, SUSPENDED, DISCONNECTED"),
        ("ADMIN:LIMITED+FLY", "'FLY' is none of the grants"),
        ("integration:clients:write", "'clients:write' is none of the scopes"),
    ],
)
def test_a_caller_that_there_is_not_is_refused_with_those_that_there_are(who: str, said: str) -> None:
    done = run("-", "--as", who, given=MINE)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin.graphql").write_bytes(b"# \xe6\n{ viewer { role } }")
    missing, latin = run(str(tmp_path / "none.graphql"), "--as", "OWNER"), run(str(tmp_path), "--as", "OWNER")
    assert (missing.exit_code, latin.exit_code) == (2, 2)
    assert "none.graphql: No such file or directory" in missing.stderr
    assert "latin.graphql: not a text in UTF-8" in latin.stderr
