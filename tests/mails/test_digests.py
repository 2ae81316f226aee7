"""A digest goes out once for its day, and says what its reader may see when it is sent."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.vocabulary import (
    AccessStatus,
    AttentionLevel,
    ColleagueStatus,
    DigestFrequency,
    DueKind,
    Role,
    SignalKind,
)
from gateway.mails.postman import Postman
from resolvers.clock import Rounds
from resolvers.digesting.content import content
from store.engine import Store
from store.tables import assignment, audit_entry, colleague, digest, due, mail, outbox_event
from store.vault import Vault
from tests.mails.conftest import Clock, Server
from tests.mails.test_sending import work_off
from tests.servers.statements import count_statements
from tests.world import Client, Colleague, Firm, World

# The world begins on Wednesday, 13 May 2026; in Denmark it is ten o'clock at 8:00 UTC.
MONDAY = datetime(2026, 5, 18, 8, tzinfo=UTC)
DAILY, MONTHLY = DigestFrequency.DAILY, DigestFrequency.MONTHLY
WARNING, CRITICAL, INFO = AttentionLevel.WARNING, AttentionLevel.CRITICAL, AttentionLevel.INFO


@dataclass
class Office:
    """A firm, its clock, and what arrives at its people's."""

    firm: Firm
    rounds: Rounds
    postman: Postman
    clock: Clock
    smtp: Server
    behind: Store

    async def at(self, moment: datetime) -> list[EmailMessage]:
        """The mails that arrive when a clock goes its rounds at a moment, and everything is sent."""
        self.clock.now, before = moment, len(self.smtp.accepted)
        await self.rounds.go(moment)
        await work_off(self.postman)
        return self.smtp.accepted[before:]

    async def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        async with self.behind.engine.connect() as connection:
            return list((await connection.execute(select(table).order_by(*table.primary_key))).all())

    async def change(self, table: Any, id: Any, **values: Any) -> None:
        """Changes one row, behind everybody's back."""
        async with self.firm.work() as work:
            await work.update(table, values, id=id)


@pytest.fixture
async def office(
    world: World, store: Store, vault: Vault, postman: Postman, clock: Clock, smtp: Server, admin_store: Store
) -> Office:
    firm = await world.partner(name="Nord Revision")
    return Office(firm, Rounds(store, vault), postman, clock, smtp, admin_store)


async def bo_and_bakery(office: Office, **columns: Any) -> tuple[Colleague, Client]:
    bo, bakery = await office.firm.colleague("Bo"), await office.firm.client("Bageri", **columns)
    await office.firm.assign(bo, bakery)
    return bo, bakery


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


async def test_it_comes_once_at_ten_on_monday_and_leaves_no_trace_of_an_act(office: Office) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    times = [MONDAY - timedelta(seconds=1), MONDAY, MONDAY + timedelta(seconds=1), MONDAY + timedelta(days=1)]
    assert [len(await office.at(time)) for time in times] == [0, 1, 0, 0]
    assert [len(await office.at(MONDAY + timedelta(days=days))) for days in (6, 7, 8, 14)] == [0, 1, 0, 1]
    assert await office.rows(audit_entry) == await office.rows(outbox_event) == []
    (row,) = await office.rows(digest)
    assert (row.last_at, row.next_at) == (MONDAY + timedelta(days=14), MONDAY + timedelta(days=21))


async def test_it_follows_the_firms_clock_into_winter(office: Office) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    sent = []
    for hours in range(0, 24 * 21, 1):
        moment = datetime(2026, 10, 12, tzinfo=UTC) + timedelta(hours=hours)
        sent += [moment] * (await office.rounds.go(moment))
    assert [f"{moment:%m-%d %H}" for moment in sent] == ["10-12 00", "10-12 08", "10-19 08", "10-26 09"]
    # The first of them is the one that was missed all summer.
    assert len(await office.rows(mail)) == 4


async def test_clocks_at_the_same_moment_send_one_each(office: Office, store: Store, vault: Vault) -> None:
    people = [await office.firm.colleague() for _ in range(6)]
    bakery = await office.firm.client()
    for person in people:
        await office.firm.assign(person, bakery)
        await office.firm.digest(person)
    await asyncio.gather(*(Rounds(store, vault).go(MONDAY, most=2) for _ in range(5)))
    while await office.rounds.go(MONDAY, most=2):
        pass
    assert sorted(row.to_email for row in await office.rows(mail)) == sorted(person.email for person in people)


async def test_what_a_clock_had_begun_when_it_died_is_done_once(office: Office) -> None:
    bo, _ = await bo_and_bakery(office)
    id = await office.firm.digest(bo)
    async with office.firm.work() as work:
        # It has sent, and died before it said that it had: what it did is undone with it, or done again.
        await work.put(due, [{"kind": DueKind.DIGEST, "object_id": id, "at": MONDAY}])
    assert len(await office.at(MONDAY)) == 1
    async with office.firm.work() as work:
        await work.put(due, [{"kind": DueKind.DIGEST, "object_id": id, "at": MONDAY}])
    assert len(await office.at(MONDAY + timedelta(minutes=1))) == 0


@pytest.mark.parametrize(("away", "next_ones"), [(timedelta(days=24), [7, 14]), (timedelta(hours=3), [7, 14])])
async def test_after_days_without_a_clock_the_newest_alone_is_sent(
    office: Office, away: timedelta, next_ones: list[int]
) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    assert len(await office.at(MONDAY + away)) == 1
    monday = MONDAY + timedelta(days=7 * (away.days // 7))
    assert [len(await office.at(monday + timedelta(days=days))) for days in next_ones] == [1, 1]


@pytest.mark.parametrize("jump", [timedelta(seconds=90), timedelta(days=8)])
async def test_a_clock_that_jumps_back_and_forth_doubles_nothing(office: Office, jump: timedelta) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    times = [MONDAY + jump, MONDAY - timedelta(minutes=1), MONDAY, MONDAY + timedelta(minutes=1), MONDAY + jump]
    assert [len(await office.at(time)) for time in times] == [1, 0, 0, 0, 0]


async def test_one_that_could_not_be_sent_gives_way_to_the_next(office: Office) -> None:
    bo, bakery = await bo_and_bakery(office)
    await office.firm.signal(bakery, SignalKind.LOW_BALANCE)
    await office.firm.digest(bo, frequency=DAILY)
    office.smtp.answers[bo.email] = "451 later"
    assert await office.at(MONDAY) == []
    office.smtp.answers.clear()
    assert len(await office.at(MONDAY + timedelta(days=1))) == 1
    assert [row.status for row in await office.rows(mail)] == ["POINTLESS", "SENT"]


async def test_its_words_are_those_of_what_the_reader_sees(office: Office) -> None:
    bo, bakery = await bo_and_bakery(office, balance=12_345_67)
    hidden = await office.firm.client("Hemmelig")
    swedish, silent = await office.firm.client("Svensk", currency="SEK", balance=5_00), await office.firm.client("Tavs")
    for each in (swedish, silent):
        await office.firm.assign(bo, each)
    await office.firm.month(bakery, "2026-04", submitted=(12, 1), exported=(9, 1), missing_receipts=4)
    await office.firm.signal(bakery, SignalKind.MISSING_RECEIPTS, CRITICAL, count=4)
    await office.firm.signal(swedish, SignalKind.DATA_STALE, INFO)
    await office.firm.signal(hidden, SignalKind.LOW_BALANCE, CRITICAL)
    await office.firm.month(hidden, "2026-04", submitted=(50, 1), missing_receipts=50)
    await office.firm.digest(bo)
    (letter,) = await office.at(MONDAY)
    text = text_of(letter)
    assert letter["Subject"] == "Nord Revision: 2 of 3 clients ask for attention"
    assert "Clients: 3, 1 critical, 1 to note, 1 fine" in text
    # Balances of two currencies stand beside one another.
    assert "Balance: DKK 37,345.67 · SEK 5.00" in text
    assert "Receipts missing: 4\nReady for export: 3" in text.replace("\r", "")
    assert "- Bageri (DKK 12,345.67): Critical · 4 receipts missing · 3 ready for export" in text
    assert "- Svensk (SEK 5.00): To note · no news since 13 May, 11:00" in text
    assert "Hemmelig" not in text + text_of(letter, "html")
    assert "https://portal.example/bookkeeping" in text
    assert f'href="https://portal.example/clients/{bakery.public_id}"' in text_of(letter, "html")


async def test_figures_of_a_client_that_withholds_them_are_not_told(office: Office) -> None:
    bo, bakery = await bo_and_bakery(office, poa=False, balance=99_99)
    await office.firm.month(bakery, "2026-04", submitted=(12, 1), missing_receipts=7)
    await office.firm.signal(bakery, SignalKind.POA_MISSING, CRITICAL)
    for of in (None, bakery):
        await office.firm.digest(bo, of)
    texts = {letter["X-Gateway-Kind"]: text_of(letter) for letter in await office.at(MONDAY)}
    whole, alone = texts["digest_portfolio"], texts["digest_client"]
    assert "- Bageri: Critical · figures cannot be seen · power of attorney is missing" in whole
    assert "Receipts missing: 0" in whole
    assert "Attention: Critical\nTo see to: power of attorney is missing" in alone.replace("\r", "")
    assert "99.99" not in whole + alone


async def test_what_happens_between_the_clock_and_the_sending_counts(office: Office) -> None:
    bo, bakery = await bo_and_bakery(office)
    other = await office.firm.client("Cykler")
    await office.firm.assign(bo, other)
    for of in (None, bakery):
        await office.firm.digest(bo, of)
    await office.rounds.go(MONDAY)
    async with office.behind.engine.begin() as connection:
        own = (assignment.c.client_id == bakery.id, assignment.c.colleague_id == bo.id)
        await connection.execute(update(assignment).where(*own).values(status="ENDED"))
    (letter,) = await office.at(MONDAY)
    assert letter["Subject"] == "Nord Revision: your client is fine"
    assert sorted(row.status for row in await office.rows(mail)) == ["POINTLESS", "SENT"]


@pytest.mark.parametrize("between", [False, True])
async def test_who_has_left_gets_nothing_and_it_goes_on_when_they_come_back(office: Office, between: bool) -> None:
    bo, _ = await bo_and_bakery(office)
    await office.firm.digest(bo)
    if between:
        await office.rounds.go(MONDAY)
    await office.change(colleague, bo.id, status=ColleagueStatus.DEACTIVATED)
    assert await office.at(MONDAY) == []
    await office.change(colleague, bo.id, status=ColleagueStatus.ACTIVE)
    assert await office.at(MONDAY + timedelta(days=1)) == []
    assert len(await office.at(MONDAY + timedelta(days=7))) == 1


async def test_a_disconnected_client_is_not_told_of(office: Office) -> None:
    anna, _ = await office.firm.colleague("Anna", role=Role.ADMIN), await office.firm.client("Bageri")
    gone = await office.firm.client("Væk", access_status=AccessStatus.DISCONNECTED)
    await office.firm.signal(gone, SignalKind.LOW_BALANCE)
    for of in (None, gone):
        await office.firm.digest(anna, of)
    (letter,) = await office.at(MONDAY)
    assert letter["Subject"] == "Nord Revision: your client is fine"
    assert "Væk" not in text_of(letter)


@pytest.mark.parametrize(("frequency", "is_sent"), [(DAILY, False), (DigestFrequency.WEEKLY, True), (MONTHLY, True)])
async def test_while_all_is_well_the_daily_one_is_silent(
    office: Office, frequency: DigestFrequency, is_sent: bool
) -> None:
    bo, bakery = await bo_and_bakery(office)
    for of in (None, bakery):
        await office.firm.digest(bo, of, frequency)
    first_monday = datetime(2026, 6, 1, 8, tzinfo=UTC)
    subjects = sorted(letter["Subject"] for letter in await office.at(first_monday))
    assert subjects == (["Bageri: all is fine", "Nord Revision: your client is fine"] if is_sent else [])


async def test_a_signal_that_is_set_aside_is_not_told(office: Office) -> None:
    bo, bakery = await bo_and_bakery(office)
    aside = {"snoozed_until": MONDAY + timedelta(days=1), "snoozed_level": WARNING}
    await office.firm.signal(bakery, SignalKind.LOW_BALANCE)
    await office.firm.signal(bakery, SignalKind.BILLING_BLOCKED, WARNING, **aside)
    await office.firm.digest(bo)
    (letter,) = await office.at(MONDAY)
    assert "balance is low" in text_of(letter)
    assert "billing is blocked" not in text_of(letter)


async def test_a_large_portfolio_names_the_most_urgent_and_costs_no_more_selects(
    office: Office, store: Store, vault: Vault
) -> None:
    anna, counts = await office.firm.colleague("Anna", role=Role.ADMIN), []
    id = await office.firm.digest(anna)
    for more in (1, 23):
        for _ in range(more):
            await office.firm.signal(await office.firm.client(), SignalKind.LOW_BALANCE)
        with count_statements(store) as seen:
            await content(store, vault, office.firm.id, id, office.firm.now)
        counts.append(len(seen))
    assert counts == [7, 7]
    await office.firm.signal(await office.firm.client("Zebra"), SignalKind.POA_MISSING, CRITICAL)
    (letter,) = await office.at(MONDAY)
    named = [line for line in text_of(letter).splitlines() if line.startswith("- ")]
    assert (len(named), named[0].startswith("- Zebra")) == (20, True)
    assert "5 more ask for attention" in text_of(letter)


async def test_trouble_with_one_digest_keeps_back_nobody_elses(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    bo, bakery = await bo_and_bakery(office)
    await office.firm.digest(bo)
    await office.firm.digest(bo, bakery)

    async def broken(*_: Any) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as during:
        during.setattr("resolvers.digesting.content._portfolio", broken)
        (letter,) = await office.at(MONDAY)
    assert letter["X-Gateway-Kind"] == "digest_client"
    assert len(await office.at(MONDAY + timedelta(minutes=5))) == 1
