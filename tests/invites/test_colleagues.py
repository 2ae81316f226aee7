"""Inviting colleagues, listed and pasted, and joining the firm."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.vocabulary import ColleagueStatus, InviteStatus, Role, Scope
from store.engine import Store
from store.tables import audit_detail, audit_entry
from store.vault import Vault, secret_hash
from tests.invites.asking import INVITE_COLLEAGUES, JOIN, ask, codes, left, places, secret_in
from tests.portal import Portal
from tests.world import World

VIEWER = "{ viewer { role colleague { name status } } }"


async def test_listed_and_pasted_people_are_invited_in_one_go(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner("Berg Revision")
    anna = await firm.colleague("Anna Berg", role=Role.ADMIN)
    pasted = "Clara Dahl <Clara@firm.example>\n\nEmil Friis, emil@firm.example\nfreja.holm@firm.example"
    payload = await ask(
        portal.of(anna),
        INVITE_COLLEAGUES,
        colleagues=[{"name": "Bo Skov", "email": "bo@firm.example", "role": "ADMIN"}],
        text=pasted,
        textRole="VIEWER",
        message="Welcome!",
    )
    people = [result["colleague"] for result in payload["results"]]
    assert [(each["name"], each["email"], each["role"], each["status"]) for each in people] == [
        ("Bo Skov", "bo@firm.example", "ADMIN", "INVITED"),
        ("Clara Dahl", "clara@firm.example", "VIEWER", "INVITED"),
        ("Emil Friis", "emil@firm.example", "VIEWER", "INVITED"),
        ("Freja Holm", "freja.holm@firm.example", "VIEWER", "INVITED"),
    ]
    assert [result["invite"]["role"] for result in payload["results"]] == ["ADMIN", "VIEWER", "VIEWER", "VIEWER"]
    after = await left(admin_store)
    assert after.audit == after.events == ["colleague_invite.sent"] * 4
    assert after.mail_kinds == ["colleague_invite"] * 4
    assert {row.expires_at for row in after.invites} == {firm.now + timedelta(days=7)}
    assert {secret_hash(secret_in(mail, vault)) for mail in after.mails} == {row.token_hash for row in after.invites}
    assert {mail.params["message"] for mail in after.mails} == {"Welcome!"}


async def test_bad_rows_stop_nobody_and_say_why(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    waiting, _ = await firm.colleague_invite()
    listed = [
        {"email": anna.email.upper()},
        {"email": gone.email},
        {"email": waiting.email},
        {"email": "owner@firm.example", "role": "OWNER"},
        {"email": "new@firm.example", "name": "New\x00Name"},
    ]
    payload = await ask(
        portal.of(anna), INVITE_COLLEAGUES, colleagues=listed, text="what\nok@firm.example\nOK@firm.example"
    )
    assert [places(result) for result in payload["results"]] == [
        {"input.colleagues.0.email": "ALREADY_A_COLLEAGUE"},
        {"input.colleagues.1.email": "ALREADY_A_COLLEAGUE"},
        {"input.colleagues.2.email": "INVITE_ALREADY_OPEN"},
        {"input.colleagues.3.role": "OWNER_PROTECTED"},
        {"input.colleagues.4.name": "INVALID"},
        {"input.text.0.email": "INVALID_EMAIL"},
        {},
        {"input.text.2.email": "DUPLICATE"},
    ]
    after = await left(admin_store)
    assert (len(after.mails), after.audit) == (1, ["colleague_invite.sent"])
    assert len(after.colleagues) == 4


async def test_an_owner_may_invite_an_owner(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.OWNER))
    payload = await ask(caller, INVITE_COLLEAGUES, colleagues=[{"email": "o@firm.example", "role": "OWNER"}])
    assert payload["results"][0]["colleague"]["role"] == "OWNER"


@pytest.mark.parametrize(
    ("input", "place", "code"),
    [
        ({}, "colleagues", "REQUIRED"),
        ({"text": " \n\t\n"}, "colleagues", "REQUIRED"),
        ({"text": "\n".join(f"p{number}@firm.example" for number in range(251))}, "colleagues", "TOO_MANY"),
        ({"text": "a" * 50_001}, "text", "TOO_LONG"),
        ({"text": "a@firm.example", "message": "m" * 2001}, "message", "TOO_LONG"),
    ],
)
async def test_a_list_that_makes_no_sense_is_refused_as_a_whole(
    world: World, portal: Portal, admin_store: Store, input: dict[str, Any], place: str, code: str
) -> None:
    firm = await world.partner()
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), INVITE_COLLEAGUES, **input)
    assert places(payload)[f"input.{place}"] == code
    assert (payload["results"], (await left(admin_store)).invites) == ([], [])


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.VIEWER])
async def test_only_admins_invite_colleagues(world: World, portal: Portal, role: Role) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=role))
    assert (await caller(INVITE_COLLEAGUES, input={"text": "a@firm.example"})).codes == ["ACCESS_DENIED"]


async def test_an_integration_may_invite_colleagues_but_not_see_the_invites(world: World, portal: Portal) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PEOPLE_WRITE, Scope.PEOPLE_READ, Scope.INVITES_READ])
    caller = portal.machine(machine, "people:write", "people:read", "invites:read")
    payload = await ask(caller, INVITE_COLLEAGUES, text="a@firm.example")
    assert (codes(payload["results"][0]), payload["results"][0]["invite"]) == ([], None)
    assert payload["results"][0]["colleague"]["email"] == "a@firm.example"


async def test_a_colleague_whose_invite_came_to_nothing_is_invited_anew(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    cancelled, _ = await firm.colleague_invite(status=InviteStatus.CANCELLED)
    lapsed, _ = await firm.colleague_invite(expires_at=firm.now)
    listed = [{"email": made.email, "role": "VIEWER"} for made in (cancelled, lapsed)]
    payload = await ask(caller, INVITE_COLLEAGUES, colleagues=listed)
    assert [codes(result) for result in payload["results"]] == [[], []]
    after = await left(admin_store)
    assert sorted(after.audit) == [
        "colleague.role_changed",
        "colleague.role_changed",
        "colleague_invite.expired",
        "colleague_invite.sent",
        "colleague_invite.sent",
    ]
    assert (len(after.colleagues), len(after.invites)) == (3, 4)
    assert [row.role for row in after.colleagues if row.status == "INVITED"] == ["VIEWER", "VIEWER"]


@pytest.mark.parametrize("actor", [Role.ADMIN, Role.OWNER, None])
async def test_inviting_again_takes_no_owner_their_role_and_makes_none(
    world: World, portal: Portal, admin_store: Store, actor: Role | None
) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PEOPLE_WRITE])
    caller = portal.of(await firm.colleague(role=actor)) if actor else portal.machine(machine, "people:write")
    owner, _ = await firm.colleague_invite("Ida Holm", role=Role.OWNER, status=InviteStatus.EXPIRED)
    bo, _ = await firm.colleague_invite("Bo Skov", status=InviteStatus.EXPIRED)
    listed = [
        {"email": owner.email, "name": "Other", "role": "VIEWER"},
        {"email": bo.email, "name": "Other", "role": "OWNER"},
    ]
    query = INVITE_COLLEAGUES.replace("invite { id role } colleague { id name email role status }", "")
    payload = await ask(caller, query, colleagues=listed)
    allowed: dict[str, str] = {}
    refused = {"input.colleagues.1.role": "OWNER_PROTECTED"}
    assert [places(each) for each in payload["results"]] == [
        {"input.colleagues.0.role": "OWNER_PROTECTED"},
        allowed if actor is Role.OWNER else refused,
    ]
    people = {row.id: (row.name, row.role) for row in (await left(admin_store)).colleagues}
    assert people[owner.colleague_id] == ("Ida Holm", "OWNER")
    assert people[bo.colleague_id] == (("Other", "OWNER") if actor is Role.OWNER else ("Bo Skov", "BOOKKEEPER"))


async def test_inviting_again_with_another_role_is_a_change_of_role_on_the_record(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made, _ = await firm.colleague_invite(status=InviteStatus.EXPIRED)
    for role in ("ADMIN", "ADMIN"):
        payload = await ask(caller, INVITE_COLLEAGUES, colleagues=[{"email": made.email, "role": role}])
    assert codes(payload["results"][0]) == ["INVITE_ALREADY_OPEN"]
    async with admin_store.engine.connect() as connection:
        kept = select(audit_detail).join(audit_entry, audit_entry.c.id == audit_detail.c.entry_id)
        changed = kept.where(audit_entry.c.action == "colleague.role_changed")
        (detail,) = (await connection.execute(changed)).all()
    assert (detail.before, detail.after) == ({"role": "BOOKKEEPER"}, {"role": "ADMIN"})
    assert {row.role for row in (await left(admin_store)).invites} == {"ADMIN"}


async def test_joining_binds_the_person_to_the_firm(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner("Berg Revision")
    anna = await firm.colleague(role=Role.ADMIN)
    made, secret = await firm.colleague_invite("Bo Skov", email="bo@firm.example", by=anna)
    person = portal.person("bo@firm.example", "subject-7")
    assert (await person(VIEWER)).data["viewer"]["colleague"] is None
    payload = await ask(person, JOIN, token=secret)
    after = await left(admin_store)
    joined = next(row for row in after.colleagues if row.id == made.colleague_id)
    assert payload["membership"]["partnerName"] == "Berg Revision"
    assert payload["membership"]["role"] == "BOOKKEEPER"
    assert (joined.status, joined.subject, joined.activated_at) == (ColleagueStatus.ACTIVE, "subject-7", firm.now)
    assert after.audit == after.events == ["colleague.activated", "colleague_invite.accepted"]
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("colleague_invite_accepted", anna.email)]
    assert (await person(VIEWER)).data["viewer"] == {
        "role": "BOOKKEEPER",
        "colleague": {"name": "Bo Skov", "status": "ACTIVE"},
    }


async def test_every_token_that_does_not_fit_gets_the_same_answer(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    mine = "bo@firm.example"
    _, anothers = await firm.colleague_invite(email="ida@firm.example")
    _, lapsed = await firm.colleague_invite(email=mine, expires_at=firm.now)
    elsewhere = await world.partner()
    _, cancelled = await elsewhere.colleague_invite(email=mine, status=InviteStatus.CANCELLED)
    _, of_client = await firm.client_invite(email=mine)
    tokens = [anothers, lapsed, cancelled, of_client, "wrong", ""]
    answers = {(await portal.person(mine)(JOIN, input={"token": token})).raw for token in tokens}
    machine = await firm.integration([Scope.PEOPLE_WRITE])
    answers.add((await portal.machine(machine, "people:write")(JOIN, input={"token": anothers})).raw)
    assert len(answers) == 1
    assert b"TOKEN_INVALID" in answers.pop()
    assert (await left(admin_store)).audit == []


async def test_nobody_joins_without_signing_in(world: World, portal: Portal) -> None:
    _, secret = await (await world.partner()).colleague_invite()
    answer = await portal.anybody(JOIN, input={"token": secret})
    assert (answer.status, answer.codes) == (401, ["UNAUTHENTICATED"])


async def test_a_person_joins_one_firm_once(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    _, secret = await firm.colleague_invite(email="new@firm.example")
    person = portal.person("new@firm.example", bo.identity.subject)
    assert codes(await ask(person, JOIN, token=secret)) == ["ALREADY_A_COLLEAGUE"]
