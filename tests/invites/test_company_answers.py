"""A company's admin answers with nothing but the link: what comes to be, once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.attention import Attention
from domain.text import words
from domain.vocabulary import AttentionLevel, ColleagueStatus, InviteStatus, Role, SignalKind
from store.engine import Store
from store.tables import assignment, assignment_source, client_word, signal
from tests.invites.asking import ACCEPT, DECLINE, acceptance, ask, codes, left, places
from tests.portal import Portal
from tests.world import World

CLIENT = """query ($id: ID!) { node(id: $id) { ... on ClientInvite { status client { name access { level grants }
  onboarding { status waitingOn } assignments { colleague { name } } } } } }"""


async def test_accepting_makes_a_client_that_the_inviter_works_on(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner("Berg Revision")
    bo = await firm.colleague("Bo Skov")
    made, secret = await firm.client_invite("Holms Bageri", by=bo, registration_number="13585628")
    payload = await ask(portal.anybody, ACCEPT, **acceptance(secret, grants=["PAY_INVOICES"]))
    after = await left(admin_store)
    (row,) = after.clients
    assert payload == {
        "status": "ACCEPTED",
        "partnerName": "Berg Revision",
        "companyName": "Holms Bageri",
        "accountUrl": f"https://platform.example/accounts/{row.account_number}",
        "userErrors": [],
    }
    trail = ["client.created", "assignment.started", "client_invite.accepted"]
    assert after.audit == after.events == trail
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("client_invite_accepted", bo.email)]
    assert (after.invites[0].status, after.invites[0].client_id) == (InviteStatus.ACCEPTED, row.id)
    seen = (await portal.of(bo)(CLIENT, id=made.public_id)).data["node"]
    assert seen == {
        "status": "ACCEPTED",
        "client": {
            "name": "Holms Bageri",
            "access": {"level": "EXTENDED", "grants": ["PAY_INVOICES"]},
            "onboarding": {"status": "DETAILS_PENDING", "waitingOn": "CLIENT"},
            "assignments": [{"colleague": {"name": "Bo Skov"}}],
        },
    }


async def test_the_new_client_is_whole(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    _, secret = await firm.client_invite(
        "Ødegård & Søn", by=await firm.colleague(), country="SE", registration_number="1234567897"
    )
    await ask(portal.anybody, ACCEPT, **acceptance(secret, name=" Ida Holm "))
    (row,) = (await left(admin_store)).clients
    assert (row.status, row.access_status, row.onboarding_status) == ("ONBOARDING", "ACTIVE", "DETAILS_PENDING")
    assert (row.waiting_on, row.waiting_since, row.poa_granted, row.poa_changed_at) == (
        "CLIENT",
        firm.now,
        True,
        firm.now,
    )
    assert (row.currency, row.time_zone, row.admin_name) == ("SEK", "Europe/Stockholm", "Ida Holm")
    assert (row.attention_level, row.signal_count, row.attention_order) == (0, 0, Attention().order)
    async with admin_store.engine.connect() as connection:
        found = {each.word for each in await connection.execute(select(client_word))}
        signals = {each.kind: each.level for each in await connection.execute(select(signal))}
    assert found == words("Ødegård & Søn", "1234567897")
    assert signals == dict.fromkeys(SignalKind, 0)


@pytest.mark.parametrize("inviter", ["nobody", "left", "reader"])
async def test_without_an_inviter_who_can_work_the_client_is_unassigned(
    world: World, portal: Portal, admin_store: Store, inviter: str
) -> None:
    firm = await world.partner()
    people = {
        "nobody": None,
        "left": await firm.colleague(status=ColleagueStatus.DEACTIVATED),
        "reader": await firm.colleague(role=Role.VIEWER),
    }
    _, secret = await firm.client_invite(by=people[inviter])
    await ask(portal.anybody, ACCEPT, **acceptance(secret))
    after = await left(admin_store)
    assert after.audit == ["client.created", "client_invite.accepted"]
    assert (after.clients[0].attention_level, after.clients[0].signal_count) == (AttentionLevel.WARNING, 1)
    async with admin_store.engine.connect() as connection:
        live = (await connection.execute(select(signal).where(signal.c.level > 0))).all()
        assert (await connection.execute(select(assignment))).first() is None
        assert (await connection.execute(select(assignment_source))).first() is None
    assert [(each.kind, each.since) for each in live] == [("UNASSIGNED", firm.now)]


async def test_declining_is_told_to_the_inviter(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    _, secret = await firm.client_invite("Holms Bageri", by=bo)
    payload = await ask(portal.anybody, DECLINE, token=secret, reason="We have somebody.")
    after = await left(admin_store)
    assert (payload["status"], after.invites[0].status, after.clients) == ("DECLINED", "DECLINED", [])
    assert (after.invites[0].decline_reason, after.invites[0].answered_at) == ("We have somebody.", firm.now)
    assert after.audit == after.events == ["client_invite.declined"]
    assert [(mail.kind, mail.to_email, mail.params["reason"]) for mail in after.mails] == [
        ("client_invite_declined", bo.email, "We have somebody.")
    ]


@pytest.mark.parametrize("query", [ACCEPT, DECLINE])
async def test_every_token_that_opens_nothing_gets_the_same_answer(
    world: World, portal: Portal, admin_store: Store, query: str
) -> None:
    firm = await world.partner()
    dead = [(await firm.client_invite(status=status))[1] for status in InviteStatus if status is not InviteStatus.SENT]
    lapsed = (await firm.client_invite(expires_at=firm.now))[1]
    colleague = (await firm.colleague_invite())[1]
    tokens = [*dead, lapsed, colleague, "A" * 43, "", "ø", "\x00", "x" * 5000]
    inputs = [acceptance(token) if query is ACCEPT else {"token": token} for token in tokens]
    answers = {(await portal.anybody(query, input=input)).raw for input in inputs}
    assert len(answers) == 1
    assert b"TOKEN_INVALID" in answers.pop()
    after = await left(admin_store)
    assert after.is_nothing
    assert after.clients == []


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"grantPowerOfAttorney": False}, "grantPowerOfAttorney", "POWER_OF_ATTORNEY_REQUIRED"),
        ({"name": " "}, "name", "REQUIRED"),
        ({"phone": ""}, "phone", "REQUIRED"),
        ({"phone": "ring ring"}, "phone", "INVALID"),
        ({"grants": ["PAY_INVOICES", "PAY_INVOICES"]}, "grants", "DUPLICATE"),
    ],
)
async def test_a_wrong_answer_says_the_same_whether_or_not_the_token_is_right(
    world: World, portal: Portal, admin_store: Store, changes: dict[str, Any], place: str, code: str
) -> None:
    firm = await world.partner()
    _, secret = await firm.client_invite()
    answers = [await portal.anybody(ACCEPT, input=acceptance(token, **changes)) for token in (secret, "wrong")]
    assert places(answers[0].data["acceptClientInvite"]) == {f"input.{place}": code}
    assert answers[0].raw == answers[1].raw
    assert (await left(admin_store)).clients == []


async def test_a_company_that_became_a_client_otherwise_is_told_so(world: World, portal: Portal) -> None:
    firm = await world.partner()
    _, secret = await firm.client_invite(registration_number="13585628")
    await firm.client(registration_number="13585628")
    assert codes(await ask(portal.anybody, ACCEPT, **acceptance(secret))) == ["ALREADY_A_CLIENT"]


async def test_a_retry_with_the_same_key_finds_the_same_answer(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    _, secret = await firm.client_invite(sent_at=firm.now - timedelta(days=1))
    first = await ask(portal.anybody, ACCEPT, **acceptance(secret, idempotencyKey="once"))
    again = await ask(portal.anybody, ACCEPT, **acceptance(secret, idempotencyKey="once"))
    other = await ask(portal.anybody, ACCEPT, **acceptance(secret, name="Else", idempotencyKey="once"))
    assert first == again
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert len((await left(admin_store)).clients) == 1
