"""Every command: what it says when it works, and the sentence it says when it cannot."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Gateway
from tests.servers.databases import PostgresServer

NOWHERE = "postgresql+asyncpg://ada:very-secret@127.0.0.1:1/gateway"
OWNER = "ada@nord.example"
FIRM = {
    "--name": "Nord Revision",
    "--country": "DK",
    "--registration-number": "13585628",
    "--currency": "DKK",
    "--time-zone": "Europe/Copenhagen",
    "--owner-name": "Ada Nord",
    "--owner-email": OWNER,
}


def create(gateway: Gateway, **changes: str | None) -> list[str]:
    given = FIRM | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return [
        "partner",
        "create",
        *(part for name, value in given.items() if value is not None for part in (name, value)),
    ]


def test_help_lists_every_command(gateway: Gateway) -> None:
    done = gateway("--help")
    listed = set(re.findall(r"^  (\S+)", done.out.partition("Commands:")[2], re.MULTILINE))
    assert listed == {
        "serve",
        "migrate",
        "demo",
        "token",
        "sdl",
        "partner",
        "settings",
        "query",
        "documents",
        "access",
        "rotate-keys",
        "mails",
        "worker",
        "import",
        "facts",
        "person",
        "audit",
        "doctor",
        "digest",
    }
    assert "GATEWAY_" in done.out


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "migrate",
        "demo",
        "token",
        "sdl",
        "partner",
        "settings",
        "query",
        "documents",
        "access",
        "rotate-keys",
        "import",
        "audit",
    ],
)
def test_every_command_explains_itself(gateway: Gateway, command: str) -> None:
    done = gateway(command, "-h")
    assert done.code == 0
    assert f"Usage: gateway {command}" in done.out


def test_an_unknown_command_is_refused_in_words(gateway: Gateway) -> None:
    done = gateway("srve")
    assert done.code == 2
    assert "No such command 'srve'" in done.err


def test_settings_are_listed_with_default_and_meaning(gateway: Gateway) -> None:
    done = gateway("settings")
    assert "GATEWAY_PORT  (" in done.out
    assert "default: `8000`)" in done.out
    assert "Port to listen on" in done.out


def test_the_printed_schema_is_the_one_that_is_checked_in(gateway: Gateway) -> None:
    assert gateway("sdl").out == (ROOT / "schema.graphql").read_text()


def test_settings_are_checked_without_serving(gateway: Gateway) -> None:
    good = gateway("serve", "--check")
    bad = gateway("serve", "--check", GATEWAY_PORT="many", GATEWAY_PORTT="1")
    assert (good.code, good.out) == (0, "The settings are valid.\n")
    assert bad.code == 2
    assert "GATEWAY_PORT: " in bad.err
    assert "GATEWAY_PORTT: is not a setting" in bad.err


@pytest.mark.parametrize("command", [["serve"], ["migrate"], ["demo"], ["token", "--as", OWNER]])
def test_wrong_settings_end_every_command_with_their_problems(gateway: Gateway, command: list[str]) -> None:
    done = gateway(*command, GATEWAY_MAX_DEPTH="deep")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("GATEWAY_MAX_DEPTH: ")


def test_migrating_twice_and_two_at_once_ends_well(gateway: Gateway) -> None:
    with ThreadPoolExecutor(2) as both:
        first = list(both.map(lambda _: gateway("migrate"), range(2)))
    again = gateway("migrate")
    assert {(done.code, done.out) for done in (*first, again)} == {(0, "The database has the newest schema.\n")}


def test_migrating_postgres_two_at_once_ends_well(gateway: Gateway, postgres_server: PostgresServer) -> None:
    with postgres_server.database(migrated=False) as database, ThreadPoolExecutor(2) as both:
        settings = {"GATEWAY_DATABASE_URL": database.url, "GATEWAY_DATABASE_ROLE": database.role}
        done = list(both.map(lambda _: gateway("migrate", **settings), range(2)))
    assert {each.code for each in done} == {0}, done


@pytest.mark.parametrize("command", [["migrate"], ["demo"], create(Gateway(Path()))])
def test_a_database_out_of_reach_is_told_without_its_password(gateway: Gateway, command: list[str]) -> None:
    done = gateway(*command, GATEWAY_DATABASE_URL=NOWHERE)
    assert done.code == 1
    assert done.err.startswith("Error: The database cannot be used: ")
    assert "Start the database, or correct host and port in GATEWAY_DATABASE_URL." in done.err
    assert "very-secret" not in done.err


def test_a_login_that_is_refused_is_told(gateway: Gateway, postgres_server: PostgresServer) -> None:
    with postgres_server.database(migrated=False) as database:
        nobody = database.url.replace("postgres@", "nobody-here@")
        done = gateway("migrate", GATEWAY_DATABASE_URL=nobody)
    assert done.code == 1
    assert "nobody-here" in done.err
    assert "Check user and password" in done.err


def test_a_file_that_cannot_be_opened_is_told(gateway: Gateway) -> None:
    done = gateway("migrate", GATEWAY_DATABASE_URL="sqlite+aiosqlite:////nowhere/at/all.db")
    assert done.err == "Error: The database cannot be used: unable to open database file. Check GATEWAY_DATABASE_URL.\n"


def test_without_a_schema_creating_a_firm_says_what_to_do_first(gateway: Gateway) -> None:
    done = gateway(*create(gateway))
    assert (done.code, done.err) == (
        1,
        "Error: The database has no (or an old) schema: run `gateway migrate` first.\n",
    )


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"country": "XX"}, "--country"),
        ({"country": "dk"}, "--country"),
        ({"currency": "XYZ"}, "--currency"),
        ({"currency": "kroner"}, "--currency"),
        ({"time_zone": "Europe/Kopenhagen"}, "--time-zone"),
        ({"owner_email": "ada"}, "--owner-email"),
        ({"owner_email": "ada@"}, "--owner-email"),
        ({"name": " "}, "--name"),
        ({"name": "x" * 201}, "--name"),
        ({"owner_name": "A\nB"}, "--owner-name"),
        ({"registration_number": "?"}, "--registration-number"),
        ({"registration_number": "13585629"}, "write a CVR number such as 13585628"),
        ({"owner_issuer": "https://id.example"}, "--owner-subject"),
        ({"owner_subject": "ada"}, "--owner-issuer"),
        ({"country": None}, "--country"),
    ],
)
def test_a_wrong_fact_about_a_firm_is_named(gateway: Gateway, change: dict[str, str | None], option: str) -> None:
    done = gateway(*create(gateway, **change))
    assert done.code == 2
    assert option in done.err


def test_a_firm_exists_once_and_is_listed(migrated: Gateway) -> None:
    first, second = migrated(*create(migrated)), migrated(*create(migrated, registration_number="13 58 56-28"))
    assert first.code == 0
    assert f"Ada Nord <{OWNER}> is its owner" in first.out
    assert (second.code, "exists already" in second.err) == (1, True)
    listed = migrated("partner", "list").out.split()
    assert listed[0] in first.out
    assert (listed[1], listed[3:]) == ("DK:13585628", ["Nord", "Revision"])


def test_without_firms_the_list_says_how_to_make_one(migrated: Gateway) -> None:
    done = migrated("partner", "list")
    assert (done.code, done.out, "gateway partner create" in done.err) == (0, "", True)


def test_a_token_needs_an_address_and_a_local_issuer(gateway: Gateway) -> None:
    assert gateway("token", "--as", OWNER).out.count(".") == 2
    assert "--as" in gateway("token", "--as", "ada").err
    assert "--hours" in gateway("token", "--as", OWNER, "--hours", "0").err
    issuer = '[{"issuer": "https://id.example", "jwks_url": "https://id.example/jwks", "audience": "gateway"}]'
    refused = gateway("token", "--as", OWNER, GATEWAY_LOCAL_ISSUER="false", GATEWAY_ISSUERS=issuer)
    assert (refused.code, "GATEWAY_ISSUERS" in refused.err) == (1, True)


def test_the_demo_is_filled_once_and_shows_the_way(gateway: Gateway) -> None:
    first, second = gateway("demo"), gateway("demo")
    assert (first.code, second.code) == (0, 0)
    for shown in ("http://127.0.0.1:8000/graphql", "http://127.0.0.1:8000/\n", "curl -s", "gateway token --as EMAIL"):
        assert shown in first.out
        assert shown in second.out
    assert "clients" in first.err
    assert second.err == ""


def test_with_a_free_port_the_way_is_shown_once_the_port_is_known(migrated: Gateway) -> None:
    process = migrated.start("serve", "--demo", GATEWAY_PORT="0")
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        told.append(line.strip())
        if line.startswith("Serving http://"):
            break
    process.terminate()
    process.communicate(timeout=30)
    address = told[-1].split()[1]
    assert not address.endswith(":0/graphql")
    assert f"Partner Gateway: {address}" in told
    assert f"curl -s {address} \\" in told
