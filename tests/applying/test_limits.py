"""Strangers cannot apply without end, nor have us fill a mailbox."""

from pathlib import Path

import pytest

from gateway.doorkeeper import MOST_MAILS, Door
from gateway.oauth.guessing import network
from store.tables import mail
from tests.applying.asking import APPLY, Office, firm
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def narrow(office: Office, database: Database, tmp_path: Path, **settings: str) -> Portal:
    return open_portal(office.store, database.url, tmp_path, office.now, **settings)


async def test_too_many_from_one_address_are_refused_with_the_time_to_come_again(
    office: Office, database: Database, tmp_path: Path
) -> None:
    portal = narrow(office, database, tmp_path, GATEWAY_APPLICATIONS_FROM_ADDRESS="2")
    twice = "mutation ($input: ApplyForPartnershipInput!) { " + " ".join(
        f"a{n}: applyForPartnership(input: $input) {{ isReceived }}" for n in range(3)
    )
    answer = await portal.anybody(twice + " }", input=firm())
    assert [answer.data[f"a{n}"] and answer.data[f"a{n}"]["isReceived"] for n in range(3)] == [True, True, None]
    refused = await portal.anybody(APPLY, input=firm(email="other@x.example", registrationNumber="88146328"))
    assert (refused.status, refused.codes, refused.data) == (429, ["RATE_LIMITED"], {"applyForPartnership": None})
    wait = refused.errors[0]["extensions"]["retryAfter"]
    assert 0 < wait <= 3600
    assert refused.headers["retry-after"] == str(wait)
    assert len(await office.applications()) == 2
    assert (await portal.anybody(APPLY, input=firm(email="x"))).data["applyForPartnership"]["isReceived"] is False
    await portal.http.aclose()


async def test_all_addresses_together_have_a_limit_too(office: Office, database: Database, tmp_path: Path) -> None:
    portal = narrow(office, database, tmp_path, GATEWAY_APPLICATIONS_IN_ALL="1")
    answers = [await portal.anybody(APPLY, input=firm()) for _ in range(2)]
    assert [answer.codes for answer in answers] == [[], ["RATE_LIMITED"]]
    await portal.http.aclose()


async def test_a_mailbox_gets_only_so_many_mails_and_the_answer_stays_the_same(office: Office, portal: Portal) -> None:
    answers = [(await portal.anybody(APPLY, input=firm())).raw for _ in range(MOST_MAILS + 2)]
    assert len(set(answers)) == 1
    rows = await office.rows(mail)
    assert [row.status for row in rows] == ["QUEUED"] * MOST_MAILS + ["POINTLESS"] * 2
    assert all(row.sealed_secret is None for row in rows[MOST_MAILS:])


async def test_marks_after_a_plus_and_capitals_are_no_way_around_the_limit_of_a_mailbox(portal: Portal) -> None:
    keeper = Door(portal.app.state.operations.budgets.shared, of_address=1, in_all=10).for_address("192.0.2.1")
    tried = [
        "maja@x.example",
        "maja+1@x.example",
        "Maja+2+3@X.example",
        "maja+@x.example",
        "maja@y.example",
        "+1@x.example",
    ]
    told = [await keeper.may_write_to(email) for email in tried]
    assert told == [True, True, True, False, True, True]


async def test_each_network_has_a_door_of_its_own(portal: Portal) -> None:
    door = Door(portal.app.state.operations.budgets.shared, of_address=1, in_all=10)
    for address in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1"):
        await door.for_address(address).admit()
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("") == "unknown"
