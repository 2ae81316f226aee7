"""`gateway person erase`: a person is gone from the files too, a dry run only tells, refusals have reasons."""

from pathlib import Path

import pytest

from tests.cli.conftest import Gateway

EMAIL = "zoe.trace@nord.example"
MARKS = (b"Zoe Trace", EMAIL.encode())


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    made = Gateway(tmp_path)
    assert made("migrate").code == 0
    details = {"name": "Nord", "country": "DK", "registration-number": "13585628", "currency": "DKK"}
    details |= {"time-zone": "Europe/Copenhagen", "owner-name": "Ada", "owner-email": "ada@nord.example"}
    done = made("partner", "create", *(f"--{name}={value}" for name, value in details.items()))
    assert done.code == 0, done.err
    return made


def ask(gateway: Gateway, mutation: str) -> None:
    (gateway.folder / "mutation.graphql").write_text(f"mutation {{ {mutation} {{ userErrors {{ message }} }} }}")
    done = gateway("query", str(gateway.folder / "mutation.graphql"), "--as", "ada@nord.example")
    assert (done.code, '"userErrors": []' in done.out) == (0, True), done.out + done.err


def marks(gateway: Gateway) -> list[str]:
    """The files of the installation in which the person is found."""
    files = [file for file in gateway.folder.iterdir() if file.name.startswith("gateway.db")]
    return [file.name for file in files if any(mark in file.read_bytes() for mark in MARKS)]


def test_an_invited_person_is_taken_out_of_the_files(gateway: Gateway) -> None:
    invite = f'name: "Zoe Trace", email: "{EMAIL}", companyName: "Solbakken", country: "DK"'
    ask(gateway, f'inviteClient(input: {{{invite}, registrationNumber: "25313763", companySize: SMALL}})')
    refused = gateway("person", "erase", "--email", EMAIL)
    assert (refused.code, "An invite to them is open" in refused.err) == (1, True)
    (gateway.folder / "ids.graphql").write_text("{ partner { pendingClients { outboundInvites { nodes { id } } } } }")
    found = gateway("query", str(gateway.folder / "ids.graphql"), "--as", "ada@nord.example").out
    id = next(word for word in found.split('"') if word.startswith("invite_"))
    ask(gateway, f'cancelInvite(input: {{inviteId: "{id}"}})')
    told = gateway("person", "erase", "--email", EMAIL, "--dry-run")
    assert (told.code, "would erase 1 records, 3 mails" in told.out) == (0, True), told.out
    assert marks(gateway)
    done = gateway("person", "erase", "--email", EMAIL.upper(), "--reason", "Asked by letter")
    assert (done.code, "erased 1 records, 3 mails" in done.out) == (0, True), done.out
    assert marks(gateway) == []
    partner = done.out.split(":")[0]
    assert gateway("audit", "verify", "--partner", partner).code == 0
    again = gateway("person", "erase", "--email", EMAIL, "--partner", "DK:13585628")
    alone = gateway("person", "erase", "--email", "ada@nord.example")
    assert (alone.code, "They are an ACTIVE colleague" in alone.err) == (1, True)
    owner = ("partner", "owner", "--partner", "DK:13585628", "--reason", "She has left", "--email")
    assert (gateway(*owner, EMAIL).code, gateway(*owner, "ada@nord.example").code) == (1, 0)
    assert (again.code, "Nothing was erased" in again.err) == (1, True)


def test_what_is_no_address_and_no_firm_is_refused_in_words(gateway: Gateway) -> None:
    assert gateway("person", "erase", "--email", "zoe").code == 2
    assert gateway("person", "erase", "--email", EMAIL, "--partner", "7").code == 2
