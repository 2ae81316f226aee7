"""One click in a mail ends the digest that it came with, and nothing else; whoever only looks ends nothing."""

from datetime import timedelta
from typing import Any

import pytest

from gateway.unsubscribing import MOST_OF_LINK, MOST_WRONG
from resolvers.digesting.stopping import LIFETIME, Ending, read_link, write_link
from store.attention import ALL_CLIENTS
from store.engine import Store
from store.ids import new_id
from store.tables import audit_detail, audit_entry, digest
from store.vault import Vault
from tests.connecting.asking import rows as rows_of
from tests.invites.asking import ask, left
from tests.mails.test_choosing_digests import SET
from tests.mails.test_digests import MONDAY, Office, bo_and_bakery, office
from tests.portal import Portal

__all__ = ["office"]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def links(office: Office) -> dict[str, str]:
    """The links of the digests that arrive on Monday, by their kind, as a mail program reads them."""
    found = {}
    for letter, raw in zip(await office.at(MONDAY), office.smtp.raw, strict=True):
        lines = raw.decode().splitlines()
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
        (line,) = [line for line in lines if line.startswith("List-Unsubscribe:")]
        found[letter["X-Gateway-Kind"]] = line.removeprefix("List-Unsubscribe: <").removesuffix(">")
    return found


async def test_one_click_ends_that_digest_alone_and_is_its_readers_own_act(
    office: Office, portal: Portal, admin_store: Store
) -> None:
    bo, bakery = await bo_and_bakery(office)
    for of in (None, bakery):
        await office.firm.digest(bo, of)
    link = (await links(office))["digest_client"]
    assert link.startswith("http://gateway.example/unsubscribe/")
    for _ in range(2):
        answer = await portal.http.post(link, data=ONE_CLICK)
        assert (answer.status_code, "location" in answer.headers) == (200, False)
        assert "The digest is stopped" in answer.text
    assert [row.client_id for row in await rows_of(admin_store, digest)] == [ALL_CLIENTS]
    found = await left(admin_store)
    assert found.audit == found.events == ["digest.changed"]
    async with admin_store.engine.connect() as connection:
        (entry,) = (await connection.execute(audit_entry.select())).all()
        (detail,) = (await connection.execute(audit_detail.select())).all()
    assert (entry.actor_kind, entry.actor_id, entry.object_id, entry.client_id) == (
        "COLLEAGUE",
        bo.id,
        bo.id,
        bakery.id,
    )
    assert (detail.before, detail.after, detail.reason) == (
        {"frequency": "WEEKLY"},
        {"frequency": "OFF"},
        "By the link in the mail.",
    )


async def test_looking_at_the_page_ends_nothing(office: Office, portal: Portal, admin_store: Store) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    link = (await links(office))["digest_portfolio"]
    page, head = await portal.http.get(link), await portal.http.head(link)
    assert (page.status_code, head.status_code) == (200, 200)
    assert '<form method="post">' in page.text
    assert "the digest of all clients that you see" in page.text
    for header, value in (("cache-control", "no-store"), ("referrer-policy", "no-referrer")):
        assert page.headers[header] == value
    assert "script" not in page.text
    assert len(await rows_of(admin_store, digest)) == 1


async def test_an_old_link_ends_also_what_was_chosen_anew(office: Office, portal: Portal, admin_store: Store) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    link = (await links(office))["digest_portfolio"]
    await portal.http.post(link)
    await ask(portal.of(bo), SET, frequency="DAILY")
    await portal.http.post(link)
    assert await rows_of(admin_store, digest) == []


async def test_whatever_is_no_link_looks_the_same(portal: Portal, vault: Vault, admin_store: Store) -> None:
    ending = Ending(new_id(), new_id(), ALL_CLIENTS)
    now, good = portal_now(portal), write_link(vault, ending, portal_now(portal))
    old = write_link(vault, ending, now - LIFETIME - timedelta(days=1))
    foreign = write_link(Vault(["another key for tests, 32 letters"]), ending, now)
    answers = set()
    for token in ("x", "é", good[:-1], good + "=", good.swapcase(), old, foreign, "x" * 3_000):
        for method in ("GET", "POST"):
            answer = await portal.http.request(method, f"/unsubscribe/{token}")
            answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {404}
    # One of somebody who is not there (any more) has nothing to end, and says no more than that.
    assert (await portal.http.post(f"/unsubscribe/{good}")).status_code == 200
    assert (await left(admin_store)).is_nothing


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_guessing_and_storming_are_slowed(portal: Portal, vault: Vault) -> None:
    good = write_link(vault, Ending(new_id(), new_id(), ALL_CLIENTS), portal_now(portal))
    for token, most, status in (("wrong", MOST_WRONG, 404), (good, MOST_OF_LINK, 200)):
        # A new minute may begin meanwhile.
        seen = [(await portal.http.get(f"/unsubscribe/{token}")).status_code for _ in range(2 * most + 1)]
        assert {status, 429} == set(seen)
    refused = await portal.http.get(f"/unsubscribe/{good}")
    assert refused.status_code == 200 or int(refused.headers["retry-after"]) <= 60


def test_a_link_says_nothing_of_whom_it_is_for_and_works_a_year(vault: Vault, now: Any) -> None:
    ending = Ending(new_id(), new_id(), new_id())
    token = write_link(vault, ending, now)
    assert not any(id.hex in token or str(id) in token for id in ending)
    assert read_link(vault, token, now + timedelta(days=364)) == ending
    assert read_link(vault, token, now + timedelta(days=366)) is None


def portal_now(portal: Portal) -> Any:
    """The moment at which the portal stands."""
    return portal.app.state.operations.clock()
