"""Who is erased is found nowhere any more, nobody else loses anything, and the audit trail is whole."""

import asyncio
import json
import unicodedata
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from domain.access import Identity
from domain.erasure import ERASED_NAME, person, sure_parts
from domain.vocabulary import AccessStatus, ColleagueStatus, InviteStatus, ReferralStatus, Role
from gateway.mails.carriers import Folder
from gateway.mails.letters import Letters
from gateway.mails.service import folder_of
from store.audit import verify
from store.engine import Store
from store.personal import unclassified
from store.reading import Reader
from store.tables import (
    assignment_source,
    audit_entry,
    client,
    colleague,
    fact,
    idempotency,
    invite,
    outbox_event,
    signal,
)
from store.tables.base import METADATA
from store.tenancy import Keys
from tests.invites.asking import bakery
from tests.people.asking import DEACTIVATE, REACTIVATE, ask, codes
from tests.portal import Portal
from tests.world import ISSUER, Colleague, Firm, World

ERASE = """mutation ($input: ErasePersonInput!) { done: erasePerson(input: $input) {
  colleague { id name email } recordCount mailCount textCount auditDetailCount userErrors { code message path } } }"""
RESEND = """mutation ($input: ResendInviteInput!) { done: resendInvite(input: $input) {
  userErrors { code message path row } } }"""
INVITE = """mutation ($input: InviteClientInput!) { done: inviteClient(input: $input) {
  userErrors { code message path } } }"""
NAME, EMAIL, PHONE = "Søren Ødegård", "soren.odegard@trace.example", "+45 99 88 77 66"
LETTERS = Letters("https://portal.example", "Portal <p@x.example>", "https://gateway.example")
MARKS = ("søren", "s\\u00f8ren", "odegard", "odegaard", "99 88 77 66", "subject-of-soren")


async def rows(store: Store) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    async with store.engine.connect() as connection:
        return {
            table.name: sorted(
                json.dumps([str(value) for value in row], ensure_ascii=False)
                for row in (await connection.execute(select(table))).all()
            )
            for table in METADATA.sorted_tables
        }


def traces(tables: dict[str, list[str]]) -> list[str]:
    """The tables in which something tells of the person."""
    return [name for name, found in tables.items() for row in found if any(mark in row.lower() for mark in MARKS)]


async def leave_traces(firm: Firm, gone: Colleague) -> None:
    """Speaks of a colleague in every place that people and programs can write to."""
    mate = await firm.colleague(role=Role.ADMIN, email="mate@example.com")
    left = await firm.client(admin_name=NAME, admin_email=EMAIL, admin_phone=PHONE)
    kept = await firm.client(onboarding_note=f"Ask {NAME} about it.")
    await firm.assign(mate, kept, reason=f"Taken over from {NAME}.")
    await firm.note(kept, mate, text=f"{NAME.upper()} ({EMAIL.upper()}) said: call {PHONE}.")
    await firm.tag(kept, NAME)
    await firm.integration(name=f"Ledger of {NAME}")
    closed = {"status": InviteStatus.DECLINED, "answered_at": firm.now}
    await firm.client_invite(email=EMAIL, name=NAME, phone=PHONE, message=f"Dear {NAME}", **closed)
    await firm.referral(mate, email=EMAIL, name=NAME, message=f"Dear {NAME}", status=ReferralStatus.EXPIRED)
    async with firm.work() as work:
        await work.update(assignment_source, {"reason": f"By {EMAIL}"})
        await work.update(signal, {"snooze_reason": f"{NAME} knows."}, client_id=kept.id)
        what = {"sequence": 1, "fact_id": "f", "kind": "new.kind", "outcome": "UNKNOWN_KIND", "body": {"by": [NAME]}}
        await work.insert(fact, what | {"client_id": kept.id, "at": firm.now, "received_at": firm.now})
        await work.record("colleague.updated", "COLLEAGUE", gone.id, before={"name": NAME}, after={"email": EMAIL})
        await work.announce("colleague.updated", "COLLEAGUE", gone.id, payload={"to": {"name": NAME}})
        await work.mail("welcome", (NAME, EMAIL), {"name": NAME})
        await work.mail("clients_taken_over", (mate.name, mate.email), {"name": NAME})
        key = {"principal": f"issuer|{gone.identity.subject}", "mutation": "m", "key": "k", "input_hash": bytes(32)}
        await work.insert(idempotency, key | {"outcome": {"values": {}, "errors": []}, "created_at": firm.now})
        told = {"values": {}, "errors": [], "said": {"data": {"done": {"name": NAME}}}}
        await work.insert(idempotency, key | {"principal": "mate", "outcome": told, "created_at": firm.now})
        await work.update(invite, {"decline_reason": f"{NAME} says no"}, status=InviteStatus.DECLINED)
    async with firm.work() as work:
        await work.update(client, {"access_status": AccessStatus.DISCONNECTED}, id=left.id)


async def somebody(firm: Firm, **columns: Any) -> Colleague:
    """The colleague whose traces are looked for."""
    known = Identity(ISSUER, "subject-of-soren", EMAIL, NAME)
    return await firm.colleague(NAME, email=EMAIL, identity=known, **columns)


def test_every_column_that_can_hold_words_is_known_to_erasure() -> None:
    assert {table.name: unclassified(table) for table in METADATA.sorted_tables if unclassified(table)} == {}


async def test_whoever_is_erased_is_found_in_no_row_and_the_trail_is_whole(
    world: World, portal: Portal, store: Store, admin_store: Store
) -> None:
    firm = await world.partner()
    boss, gone = await firm.colleague(role=Role.OWNER), await somebody(firm)
    await (await world.partner()).colleague(NAME, email=EMAIL)
    await leave_traces(firm, gone)
    program = portal.of(gone).with_headers(User_Agent="The browser of subject-of-soren")
    assert codes(await ask(program, INVITE, **bakery())) == []
    await ask(portal.of(boss), DEACTIVATE, colleagueId=gone.public_id, reason=f"{NAME} moves on")
    assert traces(await rows(admin_store)).count("colleague") == 2
    told = await ask(portal.of(boss), ERASE, email=f" {EMAIL.upper()} ", validateOnly=True)
    before = await rows(admin_store)
    done = await ask(portal.of(boss), ERASE, email=EMAIL, reason=f"Asked for by {NAME}", idempotencyKey="once")
    assert done == told | {"colleague": done["colleague"]}
    assert (done["recordCount"], done["mailCount"], codes(done)) == (4, 1, [])
    assert (done["colleague"]["name"], done["colleague"]["id"]) == (ERASED_NAME, gone.public_id)
    after = await rows(admin_store)
    assert traces(after) == ["colleague"], "only the membership in another firm, which keeps its own"
    fewer = {name for name in before if len(after[name]) < len(before[name])}
    # Of remembered answers one went and one, of this very request, came.
    assert fewer == {"audit_detail", "client_tag", "idempotency", "mail"}
    reader = Reader(store, Keys(partner_id=firm.id))
    assert await verify(reader, firm.id) is None
    await reader.close()
    assert await ask(portal.of(boss), ERASE, email=EMAIL, reason=f"Asked for by {NAME}", idempotencyKey="once") == done


def kept(portal: Portal) -> list[str]:
    """What is in the folder of mails."""
    return sorted(file.name for file in folder_of(portal.settings).iterdir())


async def test_letters_in_the_folder_of_development_go_that_are_to_a_person_or_tell_of_them(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    boss, gone = await firm.colleague(role=Role.OWNER), await somebody(firm, status=ColleagueStatus.DEACTIVATED)
    folder = Folder(folder_of(portal.settings))
    for number, (to, told) in enumerate([(gone.email, "Eva"), (boss.email, NAME.upper()), (boss.email, "Sørensen")]):
        row = {"id": number, "kind": "clients_taken_over", "to_name": "Reader", "to_email": to}
        said = {"name": told, "partner_name": "Nord", "clients": 95, "invites": 0}
        letter = LETTERS.write(SimpleNamespace(**row, params=said), None, firm.now)  # type: ignore[arg-type]
        await folder.carry(letter)
    await ask(portal.of(boss), ERASE, email=EMAIL, validateOnly=True)
    assert kept(portal) == ["0.eml", "1.eml", "2.eml"]
    await ask(portal.of(boss), ERASE, email=EMAIL)
    assert kept(portal) == ["2.eml"]


async def test_a_name_is_found_in_letters_of_any_case_in_parts_and_with_any_space(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss, gone = await firm.colleague(role=Role.OWNER), await somebody(firm)
    account = await firm.client()
    forms = [
        NAME.upper(),
        unicodedata.normalize("NFD", NAME),
        *(NAME.replace(" ", gap) for gap in ("  ", "\xa0", "\n")),
    ]
    for form in forms:
        await firm.note(account, boss, text=f"Ask {form}, or Sørensen.")
    await firm.tag(account, NAME.upper())
    async with firm.work() as work:
        for sequence, form in enumerate(forms, 1):
            what = {"sequence": sequence, "fact_id": f"f{sequence}", "kind": "new.kind", "outcome": "UNKNOWN_KIND"}
            what |= {"client_id": account.id, "at": firm.now, "received_at": firm.now, "body": {form: [form]}}
            await work.insert(fact, what)
    await ask(portal.of(boss), DEACTIVATE, colleagueId=gone.public_id, reason=f"{NAME.upper()} moves on")
    assert codes(await ask(portal.of(boss), ERASE, email=EMAIL)) == []
    told = {
        name: unicodedata.normalize("NFC", "".join(found)).lower() for name, found in (await rows(admin_store)).items()
    }
    assert [name for name, text in told.items() if "degård" in text] == []
    assert told["client_note"].count(f"ask {ERASED_NAME.lower()}, or sørensen.") == len(forms)


async def test_it_leaves_one_entry_and_one_event_and_the_person_cannot_come_back(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss, gone = await firm.colleague(role=Role.ADMIN), await somebody(firm, status=ColleagueStatus.DEACTIVATED)
    assert codes(await ask(portal.of(boss), ERASE, email=EMAIL)) == []
    async with admin_store.engine.connect() as connection:
        entries = (await connection.execute(select(audit_entry.c.action, audit_entry.c.object_id))).all()
        events = (await connection.execute(select(outbox_event.c.kind, outbox_event.c.object_id))).all()
    assert [tuple(row) for row in entries] == [tuple(row) for row in events] == [("colleague.erased", gone.id)]
    assert codes(await ask(portal.of(boss), REACTIVATE, colleagueId=gone.public_id)) == ["WRONG_STATE"]
    assert codes(await ask(portal.of(boss), ERASE, email=EMAIL)) == ["NOT_FOUND"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_reader_in_the_way_neither_fails_nor_holds_up_an_erasure(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    await somebody(firm, status=ColleagueStatus.DEACTIVATED)
    async with admin_store.engine.connect() as reader:
        assert (await reader.execute(select(colleague.c.email).where(colleague.c.email == EMAIL))).scalar() == EMAIL
        # Longer than this a request may not take.
        async with asyncio.timeout(9):
            assert codes(await ask(portal.of(boss), ERASE, email=EMAIL)) == []
    assert traces(await rows(admin_store)) == []


async def test_whom_the_firm_still_needs_is_not_erased(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    active = await firm.colleague()
    invited, _ = await firm.client_invite()
    joining, _ = await firm.colleague_invite()
    await firm.client(admin_name="Ida", admin_email="contact@client.example")
    await firm.referral(boss, email="eva@referred.example")
    before = await rows(admin_store)
    for email in (
        active.email,
        boss.email,
        invited.email,
        joining.email,
        "contact@client.example",
        "eva@referred.example",
    ):
        refused = await ask(portal.of(boss), ERASE, email=email)
        assert codes(refused) == ["WRONG_STATE"], email
        assert refused["userErrors"][0]["path"] == ["input", "email"]
    assert codes(await ask(portal.of(boss), ERASE, email="nobody@example.com")) == ["NOT_FOUND"]
    assert codes(await ask(portal.of(boss), ERASE, email="no address")) == ["INVALID_EMAIL"]
    assert await rows(admin_store) == before


async def test_a_contact_who_never_was_a_colleague_is_erased_and_the_invite_stays_closed(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    made, _ = await firm.client_invite(status=InviteStatus.EXPIRED, sent_at=firm.now - timedelta(days=40))
    assert (await ask(portal.of(boss), ERASE, email=made.email))["recordCount"] == 1
    assert codes(await ask(portal.of(boss), RESEND, inviteId=made.public_id)) == ["WRONG_STATE"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_only_admins_erase(world: World, portal: Portal) -> None:
    firm = await world.partner()
    answer = await portal.of(await firm.colleague())(ERASE, input={"email": EMAIL})
    assert answer.codes == ["ACCESS_DENIED"]


_WORDS = st.text(alphabet="abcdefghij ÆØåé.-'", min_size=1, max_size=12).filter(lambda text: text.strip())


@given(name=_WORDS, before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_text_tells_of_an_erased_person_and_others_keep_their_words(name: str, before: str, after: str) -> None:
    who = person("ada@example.com", [name], ["+45 11 22 33 44", None, "7", 8 * " "])
    [told], seven = who.redacted([[f"{before} {name} {after} ADA@example.com, +45 11 22 33 44; 7"], 7])
    assert "ada@example.com" not in told.lower()
    assert "11 22 33 44" not in told
    assert (told[-3:], seven) == ("; 7", 7)
    assert who.redacted(told) == told


def test_a_name_is_taken_out_as_a_word_only() -> None:
    who = person("bo@example.com", ["Bo"], [])
    assert who.redacted("Bo and Bodil wrote to bo@example.com, not to bobo@example.com.") == (
        f"{ERASED_NAME} and Bodil wrote to [erased], not to bobo@example.com."
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Weiß", "WEISS"),
        ("Weiss", "weiß"),
        ("Ödön Kiss", "O\u0308DO\u0308N\tKISS"),
        ("Sofi Flint", "SOFI\u2009FLINT"),
        ("İbrahim", "i̇brahim"),
        ("ibrahim Akif", "İBRAHİM a\u212aıf"),
        ("ŉ Roux", "ŉ ROUX"),
        ("김철수", unicodedata.normalize("NFD", "김철수")),
        ("Θωμάς", "ΘΩΜΆΣ"),
    ],
)
def test_a_name_is_the_same_in_other_letters(name: str, written: str) -> None:
    assert person("x@example.com", [name], []).redacted(f"By {written}.") == f"By {ERASED_NAME}."
    letters = iter(written.encode("ascii", "replace").decode().lower())
    assert all(letter in letters for part in sure_parts(name) for letter in part.lower())
