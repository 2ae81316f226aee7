"""Whoever may not call a mutation changes nothing with it, although its input would do for somebody else."""

from typing import Any

import pytest

from domain.agreement import VERSION
from domain.ids import IdKind, encode
from domain.integration import OWN_ISSUER
from domain.vocabulary import (
    ApplicationStatus,
    AttentionLevel,
    ColleagueStatus,
    Grant,
    GrantRequestStatus,
    InviteStatus,
    OnboardingStatus,
    Role,
    Scope,
    SignalKind,
)
from store.engine import Store
from store.tables import colleague
from tests.academy.asking import course, course_id
from tests.access.estate import Estate, build
from tests.access.reference import SCOPES, TABLE, Asker, changed_by
from tests.access.rows import every_row
from tests.portal import Caller, Portal
from tests.world import World

MUTATIONS = TABLE["Mutation"]
COMPANY = {"name": "Ada", "companyName": "Ost", "country": "DK", "companySize": "SMALL"}
FOLLOWED = "subscription { accessChanged { eventId } }"
APPLICANT = {"firmName": "Nord", "country": "DK", "contactName": "Ada", "phone": "+4531111111", "clientCount": 3}
APPLICANT |= {"acceptsTerms": True}
PUBLIC_KEY = '{"kty": "OKP", "crv": "Ed25519", "kid": "robot", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
ASKERS = [Asker(letter) for letter in "OABVPX-"] + [Asker("I"), Asker("I", frozenset(SCOPES))]
ASKERS += [Asker("I", frozenset(SCOPES) - {scope}) for scope in ("people:write", "invites:write")]


async def _inputs(world: World, estate: Estate) -> dict[str, dict[str, Any]]:
    """For each mutation one input that does something, in an order in which each of them still can."""
    firm, ids = estate.firm, estate.ids
    open_invite, _ = await firm.client_invite(by=estate.people["B"])
    _, accept = await firm.client_invite()
    _, decline = await firm.client_invite()
    _, join = await firm.colleague_invite(email="joiner@example.com")
    lost, _ = await firm.client_invite(status=InviteStatus.DECLINED)
    temp, client, team = await firm.colleague(), await firm.client(), await firm.team()
    member, newcomer = {"colleagueIds": [temp.public_id]}, {"clientIds": [client.public_id]}
    inbound, unwanted = await firm.inbound_invite(), await firm.inbound_invite()
    leaver, granter = await firm.client(), await firm.client()
    asked, _ = await firm.grant_request(granter, Grant.PAY_INVOICES, by=temp)
    offered, _ = await firm.grant_request(granter, Grant.SEND_REIMBURSEMENTS)
    (_, yes), (_, no) = [await firm.grant_request(await firm.client(), by=temp) for _ in range(2)]
    _, regret = await firm.grant_request(await firm.client(), by=temp, status=GrantRequestStatus.GRANTED)
    worried = await firm.client(poa=False)
    await firm.signal(worried, SignalKind.POA_MISSING, AttentionLevel.CRITICAL)
    aside = {"clientId": worried.public_id, "kind": "POA_MISSING"}
    own = await firm.integration([Scope.CLIENTS_READ], issuer=OWN_ISSUER)
    machine, hook = {"integrationId": own.public_id}, {"webhookId": (await firm.webhook(own)).public_id}
    helped, turned_down = [
        await firm.client(onboarding=status) for status in (OnboardingStatus.INFO_REQUESTED, OnboardingStatus.REJECTED)
    ]
    (_, watch), (_, agree), (_, withdraw), (_, describe), (reject, _), (resend, _) = [
        await world.application(status, **columns)
        for status, columns in (
            (ApplicationStatus.WEBINAR_SENT, {}),
            (ApplicationStatus.AGREEMENT_SENT, {}),
            (ApplicationStatus.WEBINAR_SENT, {}),
            (ApplicationStatus.INVITED, {"email": "bo@syd.example"}),
            (ApplicationStatus.WEBINAR_SENT, {}),
            (ApplicationStatus.WEBINAR_SENT, {}),
        )
    ]
    connect, note = await firm.connect_link(), await firm.note(granter, temp)
    free, team_id = firm.ground.names.registration_number, {"teamId": team.public_id}
    return {
        "inviteClient": COMPANY | {"email": "a@example.com", "registrationNumber": free()},
        "inviteClients": {"invites": [COMPANY | {"email": "b@example.com", "registrationNumber": free()}]},
        "inviteColleagues": {"colleagues": [{"email": "new@example.com"}]},
        "resendInvite": {"inviteId": open_invite.public_id},
        "snoozeInvite": {
            "inviteId": open_invite.public_id,
            "until": "2026-05-20T00:00:00Z",
            "reason": "They are away.",
        },
        "unsnoozeInvite": {"inviteId": open_invite.public_id},
        "cancelInvite": {"inviteId": open_invite.public_id},
        "acceptClientInvite": {
            "token": accept,
            "name": "Ada",
            "phone": "+4531111111",
            "level": "LIMITED",
            "grantPowerOfAttorney": True,
        },
        "declineClientInvite": {"token": decline},
        "acceptColleagueInvite": {"token": join},
        "changeColleagueRole": {"colleagueId": temp.public_id, "role": "ADMIN"},
        "deactivateColleague": {"colleagueId": temp.public_id},
        "reactivateColleague": {"colleagueId": temp.public_id},
        "erasePerson": {"email": lost.email},
        "assignColleagues": member | newcomer,
        "unassignColleagues": member | newcomer,
        "unassignMe": {"clientId": ids["Client"]},
        "createTeam": {"name": "Syd"},
        "updateTeam": team_id | {"name": "Vest"},
        "setTeamMembers": team_id | member,
        "setTeamClients": team_id | newcomer,
        "deleteTeam": team_id,
        "openClientAccount": {"clientId": client.public_id, "assignSelf": True},
        "acceptInboundInvite": {"inviteId": inbound.public_id},
        "declineInboundInvite": {"inviteId": unwanted.public_id},
        "disconnectClient": {"clientId": leaver.public_id},
        "enrolInCourse": {"courseId": course_id("integrations")},
        "completeLesson": {"lessonId": encode(IdKind.LESSON, course("integrations").lessons[0].id)},
        "leaveCourse": {"enrolmentId": ids["Enrolment"]},
        "requestGrant": {"clientId": granter.public_id, "grant": "MANAGE_TRANSFER_RULES"},
        "cancelGrantRequest": {"grantRequestId": asked.public_id},
        "answerGrantOffer": {"grantRequestId": offered.public_id, "accept": True},
        "acceptGrantRequest": {"token": yes},
        "declineGrantRequest": {"token": no},
        "revokeGrant": {"token": regret},
        "snoozeSignal": aside | {"until": "2026-05-20T00:00:00Z", "reason": "Is on its way."},
        "unsnoozeSignal": aside,
        "setAttentionRule": {"kind": "DATA_STALE", "limits": [{"limit": "FACTS_OVER", "value": 90}]},
        "clearAttentionRule": {"kind": "DATA_STALE"},
        "createIntegration": {"name": "Robot", "scopes": ["CLIENTS_READ"]},
        "updateIntegration": machine | {"name": "Machine"},
        "rotateIntegrationSecret": machine,
        "registerIntegrationKey": machine | {"jwk": PUBLIC_KEY},
        "removeIntegrationKey": machine | {"kid": "robot"},
        "createWebhook": machine | {"url": "https://hooks.example.com/in", "document": FOLLOWED},
        "updateWebhook": hook | {"url": "https://hooks.example.com/other"},
        "rotateWebhookSecret": hook,
        "pauseWebhook": hook,
        "resumeWebhook": hook,
        "testWebhook": hook,
        "replayWebhook": hook | {"start": {"since": "2026-05-01T00:00:00Z"}},
        "deleteWebhook": hook,
        "disableIntegration": machine,
        "enableIntegration": machine,
        "createConnectLink": {key: value for key, value in COMPANY.items() if key != "name"}
        | {"registrationNumber": free()},
        "connectFirm": {
            "token": connect,
            "name": "Ada",
            "email": "a@example.com",
            "level": "LIMITED",
            "grantPowerOfAttorney": True,
        },
        "submitOnboarding": {"clientId": helped.public_id, "answer": "Here it is."},
        "restartOnboarding": {"clientId": turned_down.public_id},
        "abandonOnboarding": {"clientId": turned_down.public_id},
        "updateClient": {"clientId": granter.public_id, "externalReference": "K-7", "tags": ["Bread"]},
        "updateCompany": {"cutOffDay": 20, "address": {"city": "Aarhus"}},
        "createOwnCompany": {},
        "createReferral": {key: value for key, value in COMPANY.items() if key != "companySize"}
        | {"kind": "FIRM", "email": "eva@example.com"},
        "cancelReferral": {"referralId": ids["Referral"]},
        "addClientNote": {"clientId": granter.public_id, "text": "Bakes."},
        "setDigest": {"frequency": "WEEKLY"},
        "setClientDigest": {"clientId": granter.public_id, "frequency": "DAILY"},
        "removeClientNote": {"noteId": note.public_id},
        "applyForPartnership": APPLICANT | {"email": "c@example.com", "registrationNumber": free()},
        "watchWebinar": {"token": watch},
        "submitPracticeDetails": APPLICANT | {"token": describe, "registrationNumber": free()},
        "acceptAgreement": {"token": agree, "signatoryName": "Ada", "agreementVersion": VERSION, "confirms": True},
        "withdrawApplication": {"token": withdraw},
        "rejectApplication": {"applicationId": reject, "reason": "No."},
        "resendApplicationMail": {"applicationId": resend},
        "invitePractice": {
            "name": "Ada",
            "email": "d@example.com",
            "client": {
                **{key: value for key, value in COMPANY.items() if key != "name"},
                "registrationNumber": free(),
                "accountNumber": "SP-1",
                "isVerified": True,
                "adminName": "Ada",
                "adminEmail": "e@example.com",
                "level": "LIMITED",
            },
        },
    }


async def _call(ask: Caller, name: str, input: dict[str, Any]) -> Any:
    results = " results { userErrors { code message } }" if name in BULK else ""
    document = (
        f"mutation($input: {name[0].upper()}{name[1:]}Input!) {{ {name}(input: $input) {{ {ERRORS}{results} }} }}"
    )
    return await ask(document, input=input)


ERRORS = "userErrors { code message }"
BULK = ("inviteClients", "inviteColleagues", "assignColleagues", "unassignColleagues")


@pytest.mark.parametrize("asker", ASKERS, ids=range(len(ASKERS)))
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_denied_mutation_changes_nothing(
    world: World, portal: Portal, admin_store: Store, asker: Asker
) -> None:
    estate = await build(world)
    ask = await estate.caller(portal, asker)
    inputs = await _inputs(world, estate)
    before = await every_row(admin_store)
    assert set(inputs) == set(MUTATIONS)
    for name, input in inputs.items():
        factor = MUTATIONS[name].denies(asker)
        if factor == "AUTHENTICATION":
            assert (await _call(ask, name, input)).codes == ["UNAUTHENTICATED"]
        elif factor:
            answer = await _call(ask, name, input)
            assert answer.data == {name: None}
            # What would suffice is proved with the explanations.
            told = [{**error["extensions"], "suffices": None} for error in answer.errors]
            place = {"coordinate": f"Mutation.{name}", "path": [name], "count": 1}
            who = {"factor": factor, "changedBy": changed_by(MUTATIONS[name], asker, factor), "suffices": None}
            assert told == [{"code": "ACCESS_DENIED", **place, **who}]
    assert await every_row(admin_store) == before


async def test_the_same_inputs_do_something_for_who_may(world: World, portal: Portal, admin_store: Store) -> None:
    estate = await build(world)
    for name, input in (await _inputs(world, estate)).items():
        before = await every_row(admin_store)
        ask = portal.of(estate.people["A"])
        if name == "acceptColleagueInvite":
            ask = portal.person("joiner@example.com")
        if MUTATIONS[name].letters == "operators":
            ask = await estate.caller(portal, Asker("X"))
        answer = await _call(ask, name, input)
        payload = answer.data[name]
        errors = payload["userErrors"] + [error for row in payload.get("results", []) for error in row["userErrors"]]
        # A team keeps everybody of the estate on its client: leaving it is told, and not done.
        assert {error["code"] for error in errors} <= ({"ASSIGNED_THROUGH_TEAM"} if name == "unassignMe" else set())
        assert name == "unassignMe" or await every_row(admin_store) != before, name


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_payload_shows_an_integration_only_what_it_may_read(world: World, portal: Portal) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.INVITES_WRITE, Scope.PEOPLE_WRITE])
    input = COMPANY | {"email": "a@example.com", "registrationNumber": firm.ground.names.registration_number()}
    answer = await portal.machine(machine, *SCOPES)(
        "mutation($input: InviteClientInput!) { inviteClient(input: $input) "
        '{ invite { email } userErrors { code } query { partner { name } client(id: "") { id } } } }',
        input=input,
    )
    assert answer.data["inviteClient"] == {"invite": None, "userErrors": [], "query": {"partner": None, "client": None}}
    denied = {error["extensions"]["coordinate"] for error in answer.errors}
    assert denied == {"InviteClientPayload.invite", "Query.partner", "Query.client"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_switched_off_firm_lets_admins_alone_invite(world: World, portal: Portal) -> None:
    firm = await world.partner(bookkeepers_may_invite=False)
    for role, may in ((Role.OWNER, True), (Role.ADMIN, True), (Role.BOOKKEEPER, False)):
        caller = portal.of(await firm.colleague(role=role))
        number = firm.ground.names.registration_number()
        answer = await _call(caller, "inviteClient", COMPANY | {"email": "a@example.com", "registrationNumber": number})
        codes = [error["code"] for error in answer.data["inviteClient"]["userErrors"]]
        assert codes == ([] if may else ["SWITCHED_OFF"])
        assert (await caller("{ viewer { can { inviteClients } } }")).data["viewer"]["can"]["inviteClients"] is may


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_rights_end_with_the_membership_for_a_token_that_is_still_good(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    caller = portal.of(boss)
    async with firm.work() as work:
        await work.update(colleague, {"role": Role.VIEWER}, id=boss.id)
    answer = await _call(caller, "createTeam", {"name": "Syd"})
    assert [error["extensions"]["factor"] for error in answer.errors] == ["ROLE"]
    async with firm.work() as work:
        await work.update(colleague, {"status": ColleagueStatus.DEACTIVATED}, id=boss.id)
    before = await every_row(admin_store)
    assert (await _call(caller, "createTeam", {"name": "Syd"})).codes == ["NOT_A_MEMBER"]
    assert await every_row(admin_store) == before
