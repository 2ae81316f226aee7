"""Inviting a company: what goes out, what is refused, and what a refusal leaves behind (nothing)."""

from datetime import timedelta

import pytest

from domain.vocabulary import InviteStatus, Role, Scope
from store.engine import Store
from store.vault import Vault, secret_hash
from tests.invites.asking import INVITE_CLIENT, INVITE_CLIENTS, ask, bakery, codes, left, places, secret_in
from tests.portal import Portal
from tests.world import World
from tests.world.things import Colleague

ASKING = [Scope.INVITES_WRITE, Scope.INVITES_READ]
TURNING = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


async def test_an_invite_goes_out_with_one_mail_one_entry_and_one_event(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner("Berg Revision")
    bo = await firm.colleague("Bo Skov")
    payload = await ask(portal.of(bo), INVITE_CLIENT, **bakery(registrationNumber="DK 13 58 56 28", message=" Hi! "))
    assert codes(payload) == []
    assert payload["invite"] | {"id": ""} == {
        "id": "",
        "status": "SENT",
        "companyName": "Holms Bageri",
        "registrationNumber": "13585628",
        "version": 1,
        "invitedBy": {"name": "Bo Skov"},
    }
    after = await left(admin_store)
    (row,), (mail,) = after.invites, after.mails
    assert after.audit == after.events == ["client_invite.sent"]
    assert (row.expires_at, row.message, row.invited_by) == (firm.now + timedelta(days=30), "Hi!", bo.id)
    assert (mail.kind, mail.to_name, mail.to_email) == ("client_invite", "Ida Holm", "ida@bakery.example")
    assert mail.params["partner_name"] == "Berg Revision"
    assert mail.params["inviter_name"] == "Bo Skov"
    secret = secret_in(mail, vault)
    assert row.token_hash == secret_hash(secret)
    assert secret not in str(mail.params)


async def test_an_integration_invites_in_the_name_of_the_firm(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.INVITES_WRITE, Scope.INVITES_READ])
    caller = portal.machine(machine, "invites:write", "invites:read")
    query = INVITE_CLIENT.replace("invitedBy { name }", "")
    assert codes(await ask(caller, query, **bakery())) == []
    after = await left(admin_store)
    assert after.invites[0].invited_by is None
    assert "inviter_name" not in after.mails[0].params


async def test_every_mistake_is_told_at_once_and_nothing_is_left(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    wrong = bakery(
        name="  ",
        email="nobody",
        phone="call me",
        companyName="x" * 201,
        registrationNumber="13585629",
        message="m" * 2001,
        idempotencyKey="",
    )
    payload = await ask(portal.of(anna), INVITE_CLIENT, **wrong)
    assert places(payload) == {
        "input.idempotencyKey": "INVALID",
        "input.registrationNumber": "INVALID_REGISTRATION_NUMBER",
        "input.name": "REQUIRED",
        "input.email": "INVALID_EMAIL",
        "input.phone": "INVALID",
        "input.message": "TOO_LONG",
        "input.companyName": "TOO_LONG",
    }
    after = await left(admin_store)
    assert after.is_nothing
    assert after.invites == []


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"country": "XX"}, "country", "INVALID_COUNTRY"),
        ({"country": "Denmark"}, "country", "INVALID_COUNTRY"),
        ({"registrationNumber": "13585628\x00"}, "registrationNumber", "INVALID_REGISTRATION_NUMBER"),
        ({"registrationNumber": "1" * 10_000}, "registrationNumber", "INVALID_REGISTRATION_NUMBER"),
        ({"registrationNumber": "١٣٥٨٥٦٢٨"}, "registrationNumber", "INVALID_REGISTRATION_NUMBER"),
        ({"country": "US", "registrationNumber": "АВС123"}, "registrationNumber", "INVALID_REGISTRATION_NUMBER"),
        *[({"name": f"Ida{letter}Holm"}, "name", "INVALID") for letter in TURNING],
        ({"companyName": "\u200b\u200d"}, "companyName", "INVALID"),
        ({"name": "\u3164"}, "name", "INVALID"),
        ({"name": "-!"}, "name", "INVALID"),
        ({"message": "one\u202etwo"}, "message", "INVALID"),
        ({"name": "Ida\x00Holm"}, "name", "INVALID"),
        ({"name": "Ida\r\nBcc: all@bakery.example"}, "name", "INVALID"),
        ({"companyName": "\u0007Bageri"}, "companyName", "INVALID"),
        ({"message": "one\x0btwo"}, "message", "INVALID"),
        ({"email": "ida@bakery.example\r\nBcc: x@y.example"}, "email", "INVALID_EMAIL"),
        ({"email": "i" * 250 + "@bakery.example"}, "email", "INVALID_EMAIL"),
        ({"email": "<script>@bakery.example"}, "email", "INVALID_EMAIL"),
        ({"idempotencyKey": "k" * 101}, "idempotencyKey", "INVALID"),
    ],
)
async def test_each_mistake_has_its_code_its_place_and_a_cure(
    world: World, portal: Portal, admin_store: Store, changes: dict[str, str], place: str, code: str
) -> None:
    firm = await world.partner()
    payload = await ask(portal.of(await firm.colleague()), INVITE_CLIENT, **bakery(**changes))
    assert places(payload) == {f"input.{place}": code}
    assert place in payload["userErrors"][0]["message"]
    assert (await left(admin_store)).invites == []


async def test_a_message_may_have_lines_and_names_any_script(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    fine = bakery(name="Żółć Ødegård 李", message="Dear Ida,\r\n\n\twelcome 🎉", country="dk")
    assert codes(await ask(portal.of(await firm.colleague()), INVITE_CLIENT, **fine)) == []
    assert (await left(admin_store)).invites[0].name == "Żółć Ødegård 李"


async def test_a_company_has_one_open_invite(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague())
    await ask(caller, INVITE_CLIENT, **bakery())
    payload = await ask(caller, INVITE_CLIENT, **bakery(name="Somebody Else", registrationNumber="13 585 628"))
    assert places(payload) == {"input.registrationNumber": "INVITE_ALREADY_OPEN"}
    assert len((await left(admin_store)).mails) == 1


async def test_two_firms_may_invite_the_same_company(world: World, portal: Portal, admin_store: Store) -> None:
    for firm in (await world.partner(), await world.partner()):
        assert codes(await ask(portal.of(await firm.colleague()), INVITE_CLIENT, **bakery())) == []
    assert len((await left(admin_store)).invites) == 2


async def test_a_lapsed_invite_is_noted_as_expired_before_a_new_one_goes_out(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    bo, ida = await firm.colleague(), await firm.colleague()
    old, _ = await firm.client_invite(by=ida, registration_number="13585628", expires_at=firm.now)
    assert codes(await ask(portal.of(bo), INVITE_CLIENT, **bakery())) == []
    after = await left(admin_store)
    assert {row.status for row in after.invites if row.id == old.id} == {InviteStatus.EXPIRED}
    assert after.audit == after.events == ["client_invite.expired", "client_invite.sent"]
    assert after.mail_kinds == ["client_invite", "client_invite_expired"]


async def test_a_client_is_not_invited_again(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    client = await firm.client(registration_number="13585628")
    await firm.assign(bo, client)
    for colleague in (anna, bo):
        payload = await ask(portal.of(colleague), INVITE_CLIENT, **bakery())
        assert places(payload) == {"input.registrationNumber": "ALREADY_A_CLIENT"}


async def test_what_a_bookkeeper_may_not_see_is_not_told_apart(world: World, portal: Portal) -> None:
    """A hidden client and a hidden invite answer alike, byte for byte."""
    with_client, with_invite = await world.partner(), await world.partner()
    await with_client.client(registration_number="13585628")
    await with_invite.client_invite(by=await with_invite.colleague(), registration_number="13585628")
    answers = set()
    for firm in (with_client, with_invite):
        answers.add((await portal.of(await firm.colleague())(INVITE_CLIENT, input=bakery())).raw)
    assert len(answers) == 1
    assert b"INVITE_ALREADY_OPEN" in answers.pop()


async def test_the_firm_can_switch_off_inviting_by_bookkeepers(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner(bookkeepers_may_invite=False)
    bo, anna = await firm.colleague(), await firm.colleague(role=Role.ADMIN)
    assert places(await ask(portal.of(bo), INVITE_CLIENT, **bakery())) == {"input": "SWITCHED_OFF"}
    assert (await left(admin_store)).audit == []
    assert codes(await ask(portal.of(anna), INVITE_CLIENT, **bakery())) == []


async def test_readers_cannot_invite(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    answer = await portal.of(await firm.colleague(role=Role.VIEWER))(INVITE_CLIENT, input=bakery())
    assert answer.codes == ["ACCESS_DENIED"]
    assert (await left(admin_store)).invites == []


async def test_a_dry_run_tells_the_same_and_leaves_nothing(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    payload = await ask(caller, INVITE_CLIENT, **bakery(validateOnly=True))
    assert (payload["invite"], codes(payload)) == (None, [])
    after = await left(admin_store)
    assert after.is_nothing
    assert after.invites == []
    await ask(caller, INVITE_CLIENT, **bakery())
    assert codes(await ask(caller, INVITE_CLIENT, **bakery(validateOnly=True))) == ["INVITE_ALREADY_OPEN"]


@pytest.mark.parametrize("query", [INVITE_CLIENT, INVITE_CLIENTS])
async def test_a_dry_run_of_who_does_not_see_all_clients_does_not_look_at_the_firm(
    world: World, portal: Portal, admin_store: Store, query: str
) -> None:
    """A client, an open invite and a company nobody knows answer alike; telling them apart costs an invite."""
    firms = [await world.partner() for _ in range(3)]
    await firms[0].client(registration_number="13585628")
    await firms[1].client_invite(registration_number="13585628")
    many = {"invites": [bakery()], "validateOnly": True}
    input = bakery(validateOnly=True) if query is INVITE_CLIENT else many
    for people in ([await firm.colleague() for firm in firms], [await firm.integration(ASKING) for firm in firms]):
        callers = [portal.of(each) if isinstance(each, Colleague) else portal.machine(each, *ASKING) for each in people]
        answers = [await caller(query.replace("invitedBy { name }", ""), input=input) for caller in callers]
        assert {answer.raw for answer in answers} == {answers[0].raw}
        assert b"ALREADY" not in answers[0].raw
        assert answers[0].errors == []
    assert (await left(admin_store)).is_nothing


async def test_an_integration_that_reads_no_clients_is_not_told_who_is_one(world: World, portal: Portal) -> None:
    with_client, with_invite = await world.partner(), await world.partner()
    await with_client.client(registration_number="13585628")
    await with_invite.client_invite(registration_number="13585628")
    scopes, answers = [Scope.INVITES_WRITE], set()
    query = "mutation ($input: InviteClientInput!) { inviteClient(input: $input) { userErrors { code message } } }"
    for firm in (with_client, with_invite):
        caller = portal.machine(await firm.integration(scopes), *scopes)
        answers.add((await caller(query, input=bakery())).raw)
    assert len(answers) == 1
    assert b"INVITE_ALREADY_OPEN" in answers.pop()
