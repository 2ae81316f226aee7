"""Each mail is sent once, tried again where that helps, and given up with a reason."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.vocabulary import InviteStatus
from gateway.mails.carriers import Smtp
from gateway.mails.letters import Letters
from gateway.mails.postman import LEASE, Postman
from gateway.mails.service import posting
from store.engine import Store
from store.mailbox import take_due
from store.tables import mail
from store.vault import Vault
from tests.invites.asking import ACCEPT, INVITE_CLIENT, RESEND, acceptance, ask, bakery, left
from tests.mails.conftest import Clock, Server
from tests.mails.following import link_in, states, work_off
from tests.portal import Caller, Portal


async def test_an_invite_arrives_with_its_link_and_its_secret_is_wiped(
    admin: Caller, portal: Portal, postman: Postman, smtp: Server, admin_store: Store
) -> None:
    sent = await ask(admin, INVITE_CLIENT, **bakery(message="See <b>you</b>"))
    await work_off(postman)
    (letter,) = smtp.accepted
    text, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert page is not None
    assert (letter["To"], letter["From"]) == ("Ida Holm <ida@bakery.example>", "Portal <portal@firm.example>")
    assert letter["Subject"] == "Nord Revision invites Holms Bageri"
    assert "Ada Nord of Nord Revision" in text.get_content()
    assert "See &lt;b&gt;you&lt;/b&gt;" in page.get_content()
    token = link_in(letter).removeprefix("https://portal.example/invites/")
    assert f"https://portal.example/invites/{token}" in text.get_content()
    accepted = await ask(portal.anybody, ACCEPT, **acceptance(token))
    assert accepted["userErrors"] == []
    assert sent["invite"]["id"]
    assert (await states(admin_store))["client_invite"] == ["SENT"]


async def test_several_workers_send_each_mail_once(
    admin: Caller, postman: Postman, smtp: Server, store: Store, vault: Vault, clock: Clock
) -> None:
    numbers = ["13585628", "29189846", "61056416", "22756214", "24256790"]
    for number in numbers:
        await ask(admin, INVITE_CLIENT, **bakery(registrationNumber=number, companyName=f"Firm {number}"))
    letters = Letters("https://portal.example", "portal@firm.example", "http://gateway.example")
    others = [Postman(store, vault, letters, Smtp(f"smtp://127.0.0.1:{smtp.port}"), clock) for _ in range(3)]
    await asyncio.gather(*(work_off(each) for each in [postman, *others]))
    assert sorted(letter["Subject"] for letter in smtp.accepted) == sorted(
        f"Nord Revision invites Firm {number}" for number in numbers
    )


async def test_a_mail_whose_sender_died_is_sent_again_under_the_same_name(
    admin: Caller, postman: Postman, smtp: Server, store: Store, clock: Clock
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery())
    (taken,) = await take_due(store, clock(), LEASE)
    await work_off(postman)
    assert smtp.accepted == []
    clock.now += LEASE
    await work_off(postman)
    assert [letter["Message-ID"] for letter in smtp.accepted] == [f"<{taken.id}@portal.example>"]


async def test_what_is_refused_for_good_bounces_and_the_inviter_is_told(
    admin: Caller, postman: Postman, smtp: Server, admin_store: Store
) -> None:
    smtp.answers["ida@bakery.example"] = "550 no such mailbox"
    sent = await ask(admin, INVITE_CLIENT, **bakery())
    await work_off(postman)
    found = await left(admin_store)
    assert [row.status for row in found.invites] == [InviteStatus.BOUNCED]
    assert found.audit[-1] == found.events[-1] == "client_invite.bounced"
    assert [letter["Subject"] for letter in smtp.accepted] == ["Your invitation to Holms Bageri could not be delivered"]
    again = await ask(admin, RESEND, inviteId=sent["invite"]["id"], email="Ida.Holm@bakery.example ")
    await work_off(postman)
    assert again["invite"]["status"] == "SENT"
    assert [(letter["To"], letter["Subject"]) for letter in smtp.accepted[1:]] == [
        ("Ida Holm <ida.holm@bakery.example>", "Nord Revision invites Holms Bageri")
    ]


async def test_what_fails_is_tried_again_later_and_given_up_after_two_days(
    admin: Caller, postman: Postman, smtp: Server, admin_store: Store, clock: Clock
) -> None:
    smtp.answers["ida@bakery.example"] = "451 later"
    await ask(admin, INVITE_CLIENT, **bakery())
    began, waits = clock.now, []
    while (row := await _first(admin_store)).status == "QUEUED":
        waits.append(row.due_at - clock.now)
        clock.now = row.due_at
        await work_off(postman)
    assert row.status == "DEAD"
    assert "451" in row.failure
    assert timedelta(days=1) < clock.now - began < timedelta(days=3)
    assert waits[1] < waits[2] < waits[3]


@pytest.mark.parametrize("address", ["é@bakery.example", "<a@b>, c@d", "x"])
async def test_an_address_that_no_server_takes_keeps_back_no_other_mail(
    admin: Caller, postman: Postman, smtp: Server, admin_store: Store, address: str
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery())
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(mail).values(to_email=address))
    await ask(admin, INVITE_CLIENT, **bakery(email="bo@other.example", registrationNumber="25063864"))
    await work_off(postman)
    assert [letter["To"].addresses[0].addr_spec for letter in smtp.accepted] == ["bo@other.example"]
    assert (await states(admin_store))["client_invite"] == ["DEAD", "SENT"]


async def test_a_mail_that_fails_in_an_unforeseen_way_waits_alone(
    admin: Caller, postman: Postman, smtp: Server, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery(email="ida@bakery.example"))
    await ask(admin, INVITE_CLIENT, **bakery(email="bo@other.example", registrationNumber="25063864"))
    carry = Smtp.carry

    async def stumbling(self: Smtp, message: EmailMessage) -> None:
        if message["To"].addresses[0].addr_spec == "ida@bakery.example":
            raise ArithmeticError
        await carry(self, message)

    monkeypatch.setattr(Smtp, "carry", stumbling)
    await work_off(postman)
    assert len(smtp.accepted) == 1
    assert (await states(admin_store))["client_invite"] == ["QUEUED", "SENT"]


async def test_addresses_are_kept_as_every_server_takes_them(admin: Caller, postman: Postman, smtp: Server) -> None:
    refused = await ask(admin, INVITE_CLIENT, **bakery(email="é@bakery.example"))
    assert [error["code"] for error in refused["userErrors"]] == ["INVALID_EMAIL"]
    await ask(admin, INVITE_CLIENT, **bakery(email="Ida@Bøger.example"))
    await work_off(postman)
    assert [letter["To"].addresses[0].addr_spec for letter in smtp.accepted] == ["ida@xn--bger-gra.example"]


async def test_a_server_that_is_away_costs_no_mail(
    admin: Caller, store: Store, vault: Vault, clock: Clock, postman: Postman, smtp: Server
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery())
    letters = Letters("https://portal.example", "portal@firm.example", "http://gateway.example")
    assert await Postman(store, vault, letters, Smtp("smtp://127.0.0.1:9"), clock).round() == 0
    clock.now += timedelta(minutes=2)
    await work_off(postman)
    assert len(smtp.accepted) == 1


async def test_told_to_stop_it_finishes_the_mail_at_hand_and_gives_back_the_others(
    admin: Caller, portal: Portal, postman: Postman, smtp: Server, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("13585628", "29189846"):
        await ask(admin, INVITE_CLIENT, **bakery(registrationNumber=number, companyName=f"Firm {number}"))
    at_hand, told, way_out, stop = asyncio.Event(), asyncio.Event(), postman.carrier, postman.stop

    class Slow:
        async def carry(self, message: EmailMessage) -> None:
            at_hand.set()
            await told.wait()
            await way_out.carry(message)

    postman.carrier = Slow()
    monkeypatch.setattr(postman, "stop", lambda: (stop(), told.set()))
    monkeypatch.setattr("gateway.mails.service.postman_of", lambda *_: postman)
    async with asyncio.timeout(20), posting(portal.settings, postman.store, postman.vault, postman.clock):
        await at_hand.wait()
    assert len(smtp.accepted) == 1
    assert sorted((await states(admin_store))["client_invite"]) == ["QUEUED", "SENT"]


async def test_names_cannot_add_headers(admin: Caller, postman: Postman, smtp: Server, store: Store) -> None:
    await ask(admin, INVITE_CLIENT, **bakery(companyName="Holms Bageri, Bcc: all@firm.example"))
    await work_off(postman)
    (letter,) = smtp.accepted
    assert letter["Bcc"] is None


async def test_names_cannot_add_recipients(admin: Caller, postman: Postman, smtp: Server) -> None:
    long = f"{'A' * 60}, evil@attacker.example, {'B' * 60} <e@attacker.example>, x"
    await ask(admin, INVITE_CLIENT, **bakery(name=long))
    await work_off(postman)
    (to,) = [line for line in smtp.raw[0].decode().replace("\r\n ", " ").split("\r\n") if line.startswith("To:")]
    assert [address for _, address in getaddresses([to.removeprefix("To:")])] == ["ida@bakery.example"]


async def _first(store: Store) -> Any:
    async with store.engine.connect() as connection:
        return (await connection.execute(select(mail).where(mail.c.kind == "client_invite"))).one()
