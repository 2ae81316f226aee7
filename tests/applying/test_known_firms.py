"""A firm that is a partner already is joined, not doubled; nobody learns by applying who is known here."""

from datetime import timedelta

import pytest

from domain.vocabulary import Role
from store.tables import mail, partner
from tests.applying.asking import AGREE, APPLY, EMAIL, INVITE, Office, agreed, details, firm
from tests.applying.asking import CLIENT as BAKERY
from tests.applying.asking import DETAILS as DESCRIBE
from tests.invites.asking import ask, codes
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.servers.statements import recorded
from tests.world import World


async def test_the_admins_of_a_known_firm_are_asked_and_the_applicant_is_answered_alike(
    world: World, office: Office, portal: Portal
) -> None:
    known = await world.partner(country="DK", registration_number="13585628")
    boss, _ = await known.colleague(role=Role.OWNER), await known.colleague()
    answers = [
        await portal.anybody(APPLY, input=firm(**changes)) for changes in ({}, {"registrationNumber": "88146328"})
    ]
    assert answers[0].raw == answers[1].raw
    await office.tick()
    await office.tick()
    asked = ("partner_join_request", boss.email)
    assert await office.mails() == [("partner_webinar", EMAIL), ("partner_webinar", EMAIL), asked]
    document = (
        '{ partner { auditEvents(filter: { action: ["application.join_asked"] }) { nodes { changes { after } } } } }'
    )
    events = (await portal.of(boss)(document)).data["partner"]["auditEvents"]["nodes"]
    assert EMAIL in repr(events)


async def test_agreeing_for_a_known_firm_makes_no_second_one(world: World, office: Office, portal: Portal) -> None:
    known = await world.partner(country="DK", registration_number="13585628")
    boss = await known.colleague(role=Role.ADMIN)
    payload = await ask(portal.anybody, AGREE, **agreed(await office.watch(await office.apply())))
    assert payload == {"status": "JOINED", "partnerId": None, "partnerName": None, "ownerEmail": None, "userErrors": []}
    await office.tick()
    assert (await office.mails())[-2:] == [("application_joined", EMAIL), ("partner_join_request", boss.email)]
    (made,) = await office.applications()
    assert (made.status, made.became_id, made.firm_told_at) == ("JOINED", known.id, office.now)
    assert (await portal.person(EMAIL)("{ viewer { role } }")).data == {"viewer": {"role": None}}
    assert len(await office.rows(partner)) == 2


async def test_of_several_applicants_for_one_firm_at_once_one_founds_it(office: Office, portal: Portal) -> None:
    tokens = [await office.watch(await office.apply(email=f"a{n}@nordre.example")) for n in range(6)]

    async def agree(n: int) -> dict[str, object]:
        return await ask(portal.anybody, AGREE, **agreed(tokens[n]))

    statuses = [payload["status"] for payload in await at_once(agree, 6)]
    assert sorted(map(str, statuses)) == ["AGREED", *["JOINED"] * 5]
    assert len(await office.rows(partner)) == 2


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_applying_reads_and_writes_the_same_whoever_is_known(
    world: World, office: Office, portal: Portal
) -> None:
    known = await world.partner(country="DK", registration_number="13585628")
    bo = await known.colleague()
    cases = ({"registrationNumber": "88146328"}, {}, {"email": bo.email}, {"registrationNumber": "88146328"})
    told = []
    for changes in cases:
        with recorded(office.store) as sent:
            assert (await portal.anybody(APPLY, input=firm(**changes))).data["applyForPartnership"]["isReceived"]
        told.append([each.text for each in sent])
    assert len(told[0]) > 5
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_admins_are_not_written_to_without_end(world: World, office: Office, portal: Portal) -> None:
    known = await world.partner(country="DK", registration_number="13585628")
    await known.colleague(role=Role.ADMIN)
    for email in ("a@x.example", "a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"):
        await office.apply(email=email)
        await office.tick()
    asked = [row.params["email"] for row in await office.rows(mail) if row.kind == "partner_join_request"]
    assert asked == ["a@x.example", "b@x.example", "c@x.example"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_firm_that_became_a_partner_meanwhile_is_told_once_somebody_agrees(
    office: Office, portal: Portal
) -> None:
    late = await office.watch(await office.apply(email="late@nordre.example"))
    await office.tick()
    assert codes(await ask(portal.anybody, AGREE, **agreed(await office.watch(await office.apply())))) == []
    await ask(portal.anybody, AGREE, **agreed(late))
    await office.tick(timedelta(minutes=1))
    assert (await office.mails())[-1] == ("partner_join_request", EMAIL)


async def test_the_invite_of_a_client_waits_at_the_new_partner(office: Office, portal: Portal) -> None:
    token = await office.invite()
    assert codes(await ask(portal.anybody, AGREE, **agreed(token))) == ["TOKEN_INVALID"]
    assert await ask(portal.anybody, DESCRIBE, **details(token)) == {"status": "AGREEMENT_SENT", "userErrors": []}
    assert codes(await ask(portal.anybody, DESCRIBE, **details(token))) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.anybody, AGREE, **agreed(await office.token()))) == []
    inbound = """{ partner { pendingClients { inboundInvites { nodes {
      id companyName offeredLevel offeredGrants isVerified } } } } }"""
    (found,) = (await portal.person(EMAIL)(inbound)).data["partner"]["pendingClients"]["inboundInvites"]["nodes"]
    accept = """mutation ($id: ID!) { acceptInboundInvite(input: { inviteId: $id }) {
      client { name status contact { name email } } userErrors { code } } }"""
    accepted = (await portal.person(EMAIL)(accept, id=found.pop("id"))).data["acceptInboundInvite"]
    offered = {"companyName": "Holms Bageri", "offeredLevel": "EXTENDED", "offeredGrants": ["PAY_INVOICES"]}
    assert found == offered | {"isVerified": True}
    client = {"name": "Holms Bageri", "status": "ACTIVE"}
    contact = {"contact": {"name": "Ida Holm", "email": "ida@bakery.example"}}
    assert accepted == {"client": client | contact, "userErrors": []}
    assert [kind for kind, _ in await office.mails()][:4] == [
        "practice_invite",
        "partner_agreement",
        "inbound_invite",
        "partner_welcome",
    ]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_all_clients_that_invited_the_same_bookkeeper_wait_at_the_new_partner(
    office: Office, portal: Portal
) -> None:
    first = await office.invite()
    await office.invite(client=BAKERY | {"companyName": "Skovly", "registrationNumber": "25313763"})
    await ask(portal.anybody, DESCRIBE, **details(first))
    await ask(portal.anybody, AGREE, **agreed(await office.token_of("partner_agreement")))
    inbound = "{ partner { pendingClients { inboundInvites { nodes { companyName } } } } }"
    nodes = (await portal.person(EMAIL)(inbound)).data["partner"]["pendingClients"]["inboundInvites"]["nodes"]
    assert sorted(node["companyName"] for node in nodes) == ["Holms Bageri", "Skovly"]
    assert [row.status for row in await office.applications()] == ["AGREED", "WITHDRAWN"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_invite_of_a_client_goes_to_the_firm_that_its_bookkeeper_works_for(
    world: World, office: Office, portal: Portal
) -> None:
    known = await world.partner(country="DK", registration_number="13585628")
    boss = await known.colleague(role=Role.ADMIN)
    await ask(portal.anybody, DESCRIBE, **details(await office.invite()))
    await office.tick()
    inbound = "{ partner { pendingClients { inboundInvites { nodes { companyName } } } } }"
    assert (await portal.of(boss)(inbound)).data["partner"]["pendingClients"]["inboundInvites"]["nodes"] == []
    assert (await ask(portal.anybody, AGREE, **agreed(await office.token())))["status"] == "JOINED"
    await office.tick()
    nodes = (await portal.of(boss)(inbound)).data["partner"]["pendingClients"]["inboundInvites"]["nodes"]
    assert nodes == [{"companyName": "Holms Bageri"}]
    assert sorted(await office.mails())[-2:] == [("partner_join_request", boss.email), ("practice_invite", EMAIL)]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_mistakes_in_what_a_client_offers_are_named(office: Office, portal: Portal) -> None:
    wrong = BAKERY | {"adminEmail": "x", "grants": ["PAY_INVOICES", "PAY_INVOICES"], "accountNumber": "x" * 41}
    payload = await ask(office.operator, INVITE, name="Maja", email="maja", client=wrong)
    assert {tuple(error["path"][1:]): error["code"] for error in payload["userErrors"]} == {
        ("email",): "INVALID_EMAIL",
        ("client", "adminEmail"): "INVALID_EMAIL",
        ("client", "grants"): "DUPLICATE",
        ("client", "accountNumber"): "TOO_LONG",
    }
    assert await office.applications() == []
