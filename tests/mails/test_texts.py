"""Every mail that is queued anywhere has a text, and every text can be read."""

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

import resolvers
from gateway.mails.letters import PAGES, Letters, Unwritable
from gateway.mails.texts import texts
from store.mailbox import LINKS
from tests.machines.lives import LIVES

DOCUMENTED = Path(__file__).parents[2] / "docs" / "mails.md"
KINDS = sorted(kind for kind in texts() if "subject" in texts()[kind] and not kind.startswith("digest_"))
NOW = datetime(2026, 5, 13, 9, tzinfo=UTC)
PARAMS = {
    "partner_name": "Nord & Søn",
    "company_name": "Holms <Bageri>",
    "name": "Ida",
    "grant": "PAY_INVOICES",
    "tier": "SILVER",
    "expires_at": "2026-06-12T09:00:00+00:00",
}


def letter(kind: str, secret: str | None = "s3cret", **params: str) -> tuple[str, str, str]:
    row = SimpleNamespace(
        id=UUID(int=7), kind=kind, to_name="Ida\r\nHolm", to_email="ida@x.example", params=PARAMS | params
    )
    letters = Letters("https://portal.example", "Portal <p@x.example>", "https://gateway.example")
    message = letters.write(row, secret, NOW)  # type: ignore[arg-type]
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert message["To"].addresses == (Address("Ida Holm", addr_spec="ida@x.example"),)
    return message["Subject"], plain.get_content(), page.get_content()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_reads_well_with_the_least_that_is_known(kind: str) -> None:
    subject, plain, page = letter(kind)
    assert subject
    assert "\n" not in subject
    assert "Hello Ida" in plain
    for text in (subject, plain, page):
        assert not re.search(r"\{\{|\}\}|None|undefined|\(\)", text)
    assert "<Bageri>" not in page
    for link in re.findall(r"https?://[^\s\"<]+", plain + page):
        assert link.startswith("https://portal.example")


def test_links_with_secrets_lead_to_the_portal() -> None:
    for kind, page in ((kind, page) for kind, page in PAGES.items() if kind in KINDS):
        assert f"https://portal.example{page.format(secret='s3cret')}" in letter(kind)[1]


def test_of_every_mail_with_a_secret_it_is_known_when_its_link_is_dead() -> None:
    assert set(LINKS) == {kind for kind, page in PAGES.items() if "{secret}" in page}


def test_every_kind_that_code_names_has_a_text() -> None:
    named: set[str] = set()
    for file in Path(resolvers.__path__[0]).rglob("*.py"):
        text = file.read_text()
        named |= set(re.findall(r"work\.mail\(\s*\"([a-z_]+)\"", text))
        named |= set(re.findall(r"write_to_\w+\(\s*work,[^\"]*?\"([a-z_]+)\"", text))
    assert {"grant_request", "client_left"} <= named <= set(KINDS)


def test_every_kind_that_a_machine_sends_has_a_text() -> None:
    moves = [move for life in LIVES for move in (*life.moves, *([life.begin] if life.begin else []))]
    sent = [
        mails for move in moves for mails in (move.mails.values() if isinstance(move.mails, dict) else [move.mails])
    ]
    assert {"referral_cancelled", "client_invite"} <= {kind for mails in sent for kind in mails} <= set(KINDS)


def test_the_documented_table_has_every_kind_once() -> None:
    table = DOCUMENTED.read_text().partition("## Who gets what")[2].partition("\n## ")[0]
    listed = re.findall(r"`(\w+)`", "".join(row.split("|")[3] for row in table.splitlines() if row.count("|") == 4))
    assert sorted(listed) == sorted(kind for kind in texts() if "subject" in texts()[kind])


def test_everybody_reads_why_they_get_it_in_words_of_their_own() -> None:
    of_colleagues = texts()["layout"]["footer"].partition("{%")[0]
    for kind in KINDS:
        outside = "reader" in texts()[kind] or "footer" in texts()[kind]
        assert (of_colleagues in letter(kind)[1]) is not outside, kind
    assert "is not there" in letter("client_invite_accepted", stands_in="yes")[1]
    assert "12 June 2026" in letter("grant_request")[1]


def test_a_mail_without_a_text_says_so() -> None:
    with pytest.raises(Unwritable, match="unheard_of"):
        letter("unheard_of")


def test_a_mail_whose_link_has_lost_its_secret_is_not_written() -> None:
    with pytest.raises(Unwritable, match="send what it is about again"):
        letter("client_invite", secret=None)
    assert letter("client_invite_expired", secret=None)
