"""From an application to a partner: what the applicant does, and what each step leaves behind."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from domain.platform import PLATFORM
from domain.vocabulary import Role
from store.tables import agreement, application, colleague, partner, points_entry
from tests.applying.asking import (
    AGREE,
    APPLY,
    EMAIL,
    PREVIEW,
    WATCH,
    WITHDRAW,
    Office,
    agreed,
    firm,
)
from tests.invites.asking import ask, codes, left, places
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import World


async def test_a_firm_becomes_a_partner_and_its_owner_signs_in(office: Office, portal: Portal) -> None:
    webinar = await office.apply()
    shown = (await portal.anybody(PREVIEW, token=webinar)).data["applicationPreview"]
    told = {"contactName": "Maja Krogh", "firmName": "Nordre Regnskab", "country": "DK", "invitedBy": None}
    told |= {"registrationNumber": "13585628"}
    assert shown == told | {"status": "WEBINAR_SENT", "agreementVersion": None}
    assert webinar.encode() not in repr(await office.applications()).encode()

    token = await office.watch(webinar)
    shown = (await portal.anybody(PREVIEW, token=token)).data["applicationPreview"]
    assert shown == told | {"status": "AGREEMENT_SENT", "agreementVersion": "2026-1"}
    payload = await ask(portal.anybody, AGREE, **agreed(token, signatoryName="Ole Krogh"))
    partner_id = payload.pop("partnerId")
    assert payload == {"status": "AGREED", "partnerName": "Nordre Regnskab", "ownerEmail": EMAIL, "userErrors": []}

    owner = portal.person(EMAIL)
    viewer = "{ viewer { role } partner { id name country registrationNumber currency timeZone email phone } }"
    answer = (await owner(viewer)).data
    assert answer["viewer"] == {"role": "OWNER"}
    assert answer["partner"] == {
        "id": partner_id,
        "name": "Nordre Regnskab",
        "country": "DK",
        "registrationNumber": "13585628",
        "currency": "DKK",
        "timeZone": "Europe/Copenhagen",
        "email": EMAIL,
        "phone": "+45 12 34 56 78",
    }
    (signed,), (made,) = await office.rows(agreement), await office.applications()
    assert (signed.version, signed.signatory_name, signed.signatory_email) == ("2026-1", "Ole Krogh", EMAIL)
    assert (signed.application_id, signed.partner_id) == (made.id, made.became_id)
    assert await office.mails() == [
        ("partner_webinar", EMAIL),
        ("partner_agreement", EMAIL),
        ("partner_welcome", EMAIL),
    ]
    after = await left(office.admin_store)
    assert after.audit == [
        "application.submitted",
        "application.webinar_sent",
        "application.webinar_watched",
        "application.agreement_sent",
        "application.agreed",
        "partner.created",
        "colleague.activated",
        "agreement.agreed",
        "colleague.bound",
    ]
    assert Counter(after.events) == Counter(after.audit)


async def test_of_many_who_accept_one_agreement_one_founds_the_firm(office: Office, portal: Portal) -> None:
    token = await office.watch(await office.apply())
    payloads = await at_once(lambda n: ask(portal.anybody, AGREE, **agreed(token, signatoryName=f"Maja {n}")), 20)
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("TOKEN_INVALID",): 19}
    assert len(await office.rows(partner)) == 2
    assert (len(await office.rows(colleague)), len(await office.rows(agreement))) == (1, 1)


async def test_a_retry_with_its_key_gets_the_first_answer(office: Office, portal: Portal) -> None:
    once = [await ask(portal.anybody, APPLY, **firm(idempotencyKey="k")) for _ in range(2)]
    assert once[0] == once[1] == {"isReceived": True, "userErrors": []}
    token = await office.watch(await office.token())
    agreeing = [await ask(portal.anybody, AGREE, **agreed(token, idempotencyKey="k")) for _ in range(2)]
    assert agreeing[0] == agreeing[1]
    assert agreeing[0]["status"] == "AGREED"
    assert len(await office.applications()) == len(await office.rows(agreement)) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_key_of_one_stranger_says_nothing_of_anothers(office: Office, portal: Portal) -> None:
    for changes in ({}, {"email": "other@nordre.example"}, {"clientCount": 41}):
        payload = await ask(portal.anybody, APPLY, **firm(idempotencyKey="1", **changes))
        assert payload == {"isReceived": True, "userErrors": []}
    assert len(await office.applications()) == 3


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_links_of_another_step_and_wrong_used_and_late_ones_answer_alike(office: Office, portal: Portal) -> None:
    webinar = await office.apply()
    too_early = await ask(portal.anybody, AGREE, **agreed(webinar))
    agreement_token = await office.watch(webinar)
    used = await ask(portal.anybody, WATCH, token=webinar)
    of_other_step = await ask(portal.anybody, WATCH, token=agreement_token)
    async with office.admin_store.engine.begin() as connection:
        await connection.execute(application.update().values(expires_at=office.now))
    late = await ask(portal.anybody, AGREE, **agreed(agreement_token))
    wrong = await ask(portal.anybody, WITHDRAW, token="nonsense")
    answers = [too_early, used, of_other_step, late, wrong]
    assert codes(wrong) == ["TOKEN_INVALID"]
    assert all(answer["userErrors"] == wrong["userErrors"] for answer in answers)
    for token in (webinar, agreement_token, "nonsense", ""):
        assert (await portal.anybody(PREVIEW, token=token)).data == {"applicationPreview": None}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_mistakes_are_named_with_their_cure_and_leave_nothing(office: Office, portal: Portal) -> None:
    wrong = firm(
        firmName=" ", country="XX", contactName="", email="maja", phone="x", clientCount=-1, acceptsTerms=False
    )
    assert places(await ask(portal.anybody, APPLY, **wrong)) == {
        "input.firmName": "REQUIRED",
        "input.country": "INVALID_COUNTRY",
        "input.contactName": "REQUIRED",
        "input.email": "INVALID_EMAIL",
        "input.phone": "INVALID",
        "input.clientCount": "INVALID",
        "input.acceptsTerms": "REQUIRED",
    }
    number = await ask(portal.anybody, APPLY, **firm(registrationNumber="12345678"))
    assert places(number) == {"input.registrationNumber": "INVALID_REGISTRATION_NUMBER"}
    assert (await left(office.admin_store)).is_nothing


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nothing_is_signed_unless_this_text_is_confirmed(office: Office, portal: Portal) -> None:
    token = await office.watch(await office.apply())
    refused = await ask(portal.anybody, AGREE, **agreed(token, signatoryName=" ", confirms=False))
    assert places(refused) == {"input.signatoryName": "REQUIRED", "input.confirms": "REQUIRED"}
    other = await ask(portal.anybody, AGREE, **agreed(token, agreementVersion="2020-1"))
    assert places(other) == {"input.agreementVersion": "CONFLICT"}
    assert await office.rows(agreement) == []
    assert codes(await ask(portal.anybody, AGREE, **agreed(token))) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nobody_chooses_more_than_is_asked_for(office: Office, portal: Portal) -> None:
    token = await office.watch(await office.apply())
    for name, value in (("email", "eve@evil.example"), ("partnerId", "x"), ("role", "OWNER"), ("status", "AGREED")):
        answer = await portal.anybody(AGREE, input=agreed(token) | {name: value})
        assert answer.codes == ["BAD_INPUT"]


async def test_a_withdrawn_application_is_over(office: Office, portal: Portal) -> None:
    token = await office.watch(await office.apply())
    assert await ask(portal.anybody, WITHDRAW, token=token) == {"status": "WITHDRAWN", "userErrors": []}
    assert codes(await ask(portal.anybody, AGREE, **agreed(token))) == ["TOKEN_INVALID"]
    await office.tick(timedelta(days=31))
    (made,) = await office.applications()
    assert (made.status, made.ended_at) == ("WITHDRAWN", office.now)
    assert [kind for kind, _ in await office.mails()] == ["partner_webinar", "partner_agreement"]


async def test_an_application_expires_after_thirty_days_without_an_answer(office: Office, portal: Portal) -> None:
    await office.apply()
    await office.tick(timedelta(days=29, hours=23))
    assert [row.status for row in await office.applications()] == ["WEBINAR_SENT"]
    await office.tick(timedelta(days=30))
    assert [row.status for row in await office.applications()] == ["EXPIRED"]
    assert await office.mails() == [("partner_webinar", EMAIL), ("application_expired", EMAIL)]
    assert (await office.journal())[-1] == "application.expired"


async def test_applications_lie_with_the_platform_and_with_no_firm(office: Office, portal: Portal) -> None:
    await ask(portal.anybody, AGREE, **agreed(await office.watch(await office.apply())))
    assert {row.partner_id for row in await office.applications()} == {PLATFORM}
    document = "{ partner { auditEvents { nodes { action } } } }"
    nodes = (await portal.person(EMAIL)(document)).data["partner"]["auditEvents"]["nodes"]
    assert not [node for node in nodes if node["action"].startswith("application.")]


async def test_who_applied_twice_for_a_firm_has_one_application_left(office: Office, portal: Portal) -> None:
    first, second = await office.apply(), await office.apply(firmName="Nordre")
    other = await office.apply(registrationNumber="88146328")
    payload: dict[str, Any] = await ask(portal.anybody, AGREE, **agreed(await office.watch(second)))
    assert payload["partnerName"] == "Nordre"
    assert [row.status for row in await office.applications()] == ["WITHDRAWN", "AGREED", "WEBINAR_SENT"]
    assert codes(await ask(portal.anybody, WATCH, token=first)) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.anybody, WATCH, token=other)) == []


async def test_a_firm_that_was_referred_wins_points_for_the_firm_that_referred_it(
    world: World, office: Office, portal: Portal
) -> None:
    other = await world.partner()
    _, referral = await other.referral(await other.colleague(role=Role.ADMIN))
    token = await office.watch(await office.apply(referralToken=referral))
    assert codes(await ask(portal.anybody, AGREE, **agreed(token))) == []
    await office.tick()
    (won,) = [row for row in await office.rows(points_entry) if row.kind == "REFERRAL_WON"]
    assert won.partner_id == other.id
    used = await ask(portal.anybody, APPLY, **firm(referralToken=referral))
    assert places(used) == {"input.referralToken": "TOKEN_INVALID"}
