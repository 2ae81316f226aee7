"""Operators of the platform: who they are, what they do with applications, and that nobody else does it."""

from datetime import timedelta
from typing import Any

import pytest

from domain.integration import OWN_ISSUER
from domain.platform import PLATFORM
from domain.vocabulary import Role, Scope
from gateway.tokens import LocalIssuer
from store.reading import Reader
from store.tables import audit_detail, integration
from store.tenancy import Keys
from tests.applying.asking import AGREE, EMAIL, INVITE, LIST, REJECT, RESEND, WATCH, Office, agreed
from tests.applying.asking import CLIENT as BAKERY
from tests.invites.asking import ask, codes, left
from tests.portal import Portal
from tests.world import World

MINE = "{ viewer { kind role scopes menu person { email } memberships { partnerId } } }"


async def listed(office: Office, **wanted: Any) -> list[dict[str, Any]]:
    answer = await office.operator(LIST, **wanted)
    found: list[dict[str, Any]] = answer.data["partnerApplications"]["nodes"]
    return found


async def test_operators_find_applications_newest_first(office: Office, portal: Portal) -> None:
    await office.apply(email="a@x.example")
    token = await office.watch(await office.apply(email="b@x.example", registrationNumber="88146328"))
    partner_id = (await ask(portal.anybody, AGREE, **agreed(token)))["partnerId"]
    assert [(node["email"], node["status"], node["partnerId"]) for node in await listed(office)] == [
        ("b@x.example", "AGREED", partner_id),
        ("a@x.example", "WEBINAR_SENT", None),
    ]
    assert [node["email"] for node in await listed(office, status=["WEBINAR_SENT"])] == ["a@x.example"]
    assert [node["status"] for node in await listed(office, email=" B@x.example ")] == ["AGREED"]
    (waiting,) = await listed(office, status=["WEBINAR_SENT"])
    node = "query ($id: ID!) { node(id: $id) { id ... on PartnerApplication { firmName isWaiting } } }"
    found = {"id": waiting["id"], "firmName": "Nordre Regnskab", "isWaiting": True}
    assert (await office.operator(node, id=waiting["id"])).data == {"node": found}
    assert (await portal.person(EMAIL)(node, id=waiting["id"])).data == {"node": None}


async def test_an_application_is_rejected_with_a_reason_that_the_applicant_reads(
    office: Office, portal: Portal
) -> None:
    token = await office.apply()
    (node,) = await listed(office)
    payload = await ask(office.operator, REJECT, applicationId=node["id"], reason="No accountancy firm.")
    expected = {"id": node["id"], "status": "REJECTED", "reason": "No accountancy firm."}
    assert payload == {"application": expected, "userErrors": []}
    assert (await office.mails())[-1] == ("application_rejected", EMAIL)
    assert codes(await ask(portal.anybody, WATCH, token=token)) == ["TOKEN_INVALID"]
    again = await ask(office.operator, REJECT, applicationId=node["id"], reason="Twice.")
    assert (codes(again), "REJECTED" in again["userErrors"][0]["message"]) == (["WRONG_STATE"], True)
    async with office.admin_store.engine.connect() as connection:
        details = (await connection.execute(audit_detail.select())).all()
    assert {"status": "REJECTED", "operator": "ops"} in [row.after for row in details]


async def test_a_mail_is_sent_again_with_a_new_link_and_a_new_time(office: Office, portal: Portal) -> None:
    webinar = await office.apply()
    (node,) = await listed(office)
    assert (await ask(office.operator, RESEND, applicationId=node["id"]))["application"]["sendCount"] == 2
    assert codes(await ask(portal.anybody, WATCH, token=webinar)) == ["TOKEN_INVALID"]
    first = await office.watch(await office.token())
    again = await ask(office.operator, RESEND, applicationId=node["id"], idempotencyKey="k")
    assert await ask(office.operator, RESEND, applicationId=node["id"], idempotencyKey="k") == again
    assert codes(await ask(portal.anybody, AGREE, **agreed(first))) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.anybody, AGREE, **agreed(await office.token()))) == []
    kinds = [kind for kind, _ in await office.mails()]
    assert kinds == [*["partner_webinar"] * 2, *["partner_agreement"] * 2, "partner_welcome"]
    assert codes(await ask(office.operator, RESEND, applicationId=node["id"])) == ["WRONG_STATE"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_changed_meanwhile_or_does_not_exist_is_told(office: Office, portal: Portal) -> None:
    await office.apply()
    (node,) = await listed(office)
    stale = await ask(office.operator, REJECT, applicationId=node["id"], reason="No.", ifVersion=7)
    assert codes(stale) == ["CONFLICT"]
    assert codes(await ask(office.operator, RESEND, applicationId="application_0")) == ["NOT_FOUND"]
    assert codes(await ask(office.operator, REJECT, applicationId=node["id"], reason=" ")) == ["REQUIRED"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_operator_is_nobody_of_any_firm(world: World, office: Office, portal: Portal) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    viewer = (await office.operator(MINE)).data["viewer"]
    empty: dict[str, Any] = {"role": None, "menu": [], "person": None, "memberships": []}
    assert viewer == empty | {"kind": "OPERATOR", "scopes": ["PLATFORM_OPERATE"]}
    answer = await office.operator(f'{{ partner {{ id }} client(id: "{bakery.public_id}") {{ id }} }}')
    assert answer.data == {"partner": None, "client": None}
    assert [error["extensions"]["factor"] for error in answer.errors] == ["MEMBERSHIP"] * 2
    assert (await office.operator(f'{{ node(id: "{firm.public_id}") {{ id }} }}')).data == {"node": None}
    assert (await office.operator.with_headers(Gateway_Partner=firm.public_id)(MINE)).codes == ["NOT_A_MEMBER"]
    _, join = await firm.colleague_invite(email="ops")
    joining = f'mutation {{ acceptColleagueInvite(input: {{ token: "{join}" }}) {{ userErrors {{ code }} }} }}'
    assert codes((await office.operator(joining)).data["acceptColleagueInvite"]) == ["TOKEN_INVALID"]


async def attempts(office: Office, id: str) -> list[tuple[str, dict[str, Any]]]:
    practice = {"name": "Maja", "email": EMAIL, "client": BAKERY}
    rejecting = {"applicationId": id, "reason": "No."}
    return [(INVITE, practice), (REJECT, rejecting), (RESEND, {"applicationId": id})]


async def test_whoever_is_no_operator_does_none_of_it(world: World, office: Office, portal: Portal) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.OWNER)
    of_firm = await firm.integration([scope for scope in Scope if scope is not Scope.PLATFORM_OPERATE])
    operate = Scope.PLATFORM_OPERATE.value
    person_with_scope = portal.bearer(portal.issuer.mint("eve", email="eve@x.example", scopes=[operate]))
    await office.apply()
    (node,) = await listed(office)
    before = await left(office.admin_store)
    callers = [portal.of(boss), portal.machine(of_firm, *Scope), portal.machine(of_firm, operate), person_with_scope]
    for caller in callers:
        for document, input in await attempts(office, node["id"]):
            answer = await caller(document, input=input)
            assert set(answer.data.values()) == {None}
            (error,) = answer.errors
            told = {name: error["extensions"][name] for name in ("code", "factor", "changedBy", "suffices")}
            assert told == {"code": "ACCESS_DENIED", "factor": "SCOPE", "changedBy": "the operator", "suffices": None}
        assert (await caller(LIST)).data == {"partnerApplications": None}
    assert (await portal.anybody(LIST)).codes == ["UNAUTHENTICATED"]
    assert (await office.operator_named("ops", "facts:write")(MINE)).status == 401
    assert await left(office.admin_store) == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_firm_cannot_give_its_integrations_the_scope_of_operators(
    world: World, office: Office, portal: Portal
) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.OWNER))
    create = """mutation ($input: CreateIntegrationInput!) {
      createIntegration(input: $input) { integration { id } userErrors { code path } } }"""
    refused = await ask(boss, create, name="Robot", scopes=["CLIENTS_READ", "PLATFORM_OPERATE"])
    assert refused == {"integration": None, "userErrors": [{"code": "INVALID", "path": ["input", "scopes"]}]}
    # Even one that was written into its row counts for nothing.
    machine = await firm.integration(list(Scope), issuer=OWN_ISSUER)
    reader = Reader(office.store, Keys(partner_id=firm.id))
    (row,) = await reader.rows(integration.select())
    await reader.close()
    assert "platform:operate" in row.scopes
    own = await portal.app.state.operations.issuer.signer()
    token = own.token(machine.client_id, "platform:operate clients:read", row.generation)
    told = (await portal.bearer(token)("{ viewer { kind scopes } }")).data["viewer"]
    assert told == {"kind": "INTEGRATION", "scopes": ["CLIENTS_READ"]}
    unknown = own.token("nobody", "platform:operate", 1)
    assert (await portal.bearer(unknown)(MINE)).status == 401


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_only_issuers_that_may_make_operators(office: Office, portal: Portal) -> None:
    verifier = portal.app.state.operations.verifier
    name = portal.issuer.issuer
    verifier._issuers[name] = type(verifier._issuers[name])(
        name, portal.issuer.audience, verifier._issuers[name].algorithms, portal.issuer
    )
    assert isinstance(portal.issuer, LocalIssuer)
    assert (await office.operator(MINE)).status == 401


async def test_the_journal_of_the_platform_is_one_whole_chain(office: Office, portal: Portal) -> None:
    from store import audit

    await office.watch(await office.apply())
    (node,) = await listed(office)
    await ask(office.operator, REJECT, applicationId=node["id"], reason="No.")
    reader = Reader(office.store, Keys(partner_id=PLATFORM))
    assert await audit.verify(reader, PLATFORM) is None
    entries = [(row.actor_kind, row.action) async for row in audit.entries(reader, PLATFORM)]
    await reader.close()
    assert entries == [
        ("APPLICANT", "application.submitted"),
        ("APPLICANT", "application.webinar_sent"),
        ("APPLICANT", "application.webinar_watched"),
        ("APPLICANT", "application.agreement_sent"),
        ("OPERATOR", "application.rejected"),
    ]
    await office.tick(timedelta(days=40))
    assert [row.status for row in await office.applications()] == ["REJECTED"]
