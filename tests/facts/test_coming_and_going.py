"""Clients that join, leave and come back, and what is said of them meanwhile."""

from datetime import timedelta

from domain.facts.words import FactOutcome as Is
from domain.vocabulary import Grant
from store.engine import Store
from store.tables import assignment, client_feed, expense
from store.tables import client as client_table
from tests.facts.telling import Json, Teller, account_of, rows_of, tell
from tests.invites.asking import left
from tests.world import Client, Firm, World

COMPANY: Json = {
    "name": "Solbakken Gartneri",
    "country": "DK",
    "registrationNumber": "13585628",
    "companySize": "SMALL",
    "admin": {"name": "Signe Dahl", "email": "Signe@solbakken.example"},
    "level": "EXTENDED",
    "grants": ["PAY_INVOICES"],
    "isVerified": True,
}


async def clients_of(firm: Firm, number: str) -> list[Client]:
    """The clients with an account number, the oldest first."""
    async with firm.work() as work:
        rows = await work.find(client_table, account_number=number)
    return [Client(row.id, firm.id, row.name, row.currency) for row in sorted(rows, key=lambda row: row.created_at)]


async def test_a_company_that_joins_is_a_client_from_its_first_fact_on(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    say = Teller("SP-77", firm.now - timedelta(hours=1))
    say.skip(40)
    batch = [
        say("client.joined", **COMPANY),
        say("balance.changed", balanceMinor=5),
        say("access.level_changed", level="LIMITED"),
    ]
    assert await tell(firm, [batch[2], batch[1], batch[0]]) == [Is.APPLIED, Is.APPLIED, Is.IGNORED]
    [joined] = await clients_of(firm, "SP-77")
    [row] = await rows_of(admin_store, client_table, joined)
    assert (row.name, row.admin_email, row.status, row.level) == (
        "Solbakken Gartneri",
        "signe@solbakken.example",
        "ACTIVE",
        "LIMITED",
    )
    assert (row.grants, row.balance_minor, row.currency) == (1 << list(Grant).index(Grant.PAY_INVOICES), 5, "DKK")
    [feed] = await rows_of(admin_store, client_feed, joined)
    assert (feed.through, feed.gaps) == (43, [])
    other = Teller("SP-78", firm.now - timedelta(hours=1))
    assert await tell(firm, [other("client.joined", **COMPANY), *batch]) == [Is.REFUSED, *[Is.DUPLICATE] * 3]


async def test_a_company_that_joins_accepts_the_invite_of_the_firm(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.client_invite(country="DK", registration_number="13585628", by=bo)
    say = Teller("SP-77", firm.now - timedelta(hours=1))
    joined = say("client.joined", **COMPANY)
    assert await tell(firm, [joined]) == [Is.IGNORED]
    assert await tell(firm, [joined]) == [Is.DUPLICATE]
    after = await left(admin_store)
    [client], [invite] = after.clients, after.invites
    assert (invite.status, invite.client_id) == ("ACCEPTED", client.id)
    assert (client.level, client.admin_email) == ("EXTENDED", "signe@solbakken.example")
    assert after.audit == ["client.created", "assignment.started", "client_invite.accepted"]
    assert [event for event in after.events if event != "attention.changed"] == after.audit
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("client_invite_accepted", bo.email)]


async def test_a_company_that_joins_is_not_asked_for_any_more(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    company = {"country": "DK", "registration_number": "13585628"}
    asked = await firm.inbound_invite(**company)
    await firm.client_invite(**company, expires_at=firm.now - timedelta(hours=1))
    await firm.client_invite()
    assert await tell(firm, [Teller("SP-77", firm.now - timedelta(hours=1))("client.joined", **COMPANY)]) == [
        Is.IGNORED
    ]
    after = await left(admin_store)
    assert sorted((row.kind, row.status) for row in after.invites) == [
        ("CLIENT", "EXPIRED"),
        ("CLIENT", "SENT"),
        ("INBOUND", "ACCEPTED"),
    ]
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("inbound_invite_accepted", asked.email)]


async def test_who_leaves_is_left_alone_and_may_come_back(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bakery, bo = await firm.client(), await firm.colleague()
    await firm.assign(bo, bakery)
    number = await account_of(admin_store, bakery)
    say = Teller(number, firm.now - timedelta(hours=1))
    left = say("client.left", reason="Closed down.")
    after = [say("balance.changed", balanceMinor=1), say("access.level_changed", level="EXTENDED")]
    assert await tell(firm, [left]) == [Is.APPLIED]
    assert await tell(firm, [left, *after]) == [Is.DUPLICATE, Is.IGNORED, Is.REFUSED]
    [row] = await rows_of(admin_store, client_table, bakery)
    [work] = await rows_of(admin_store, assignment, bakery)
    assert (row.access_status, row.level, work.status) == ("DISCONNECTED", "LIMITED", "ENDED")
    back = [say("client.joined", **COMPANY), say("balance.changed", balanceMinor=9)]
    assert await tell(firm, back) == [Is.IGNORED, Is.APPLIED]
    gone, again = await clients_of(firm, number)
    assert gone.id == bakery.id
    [row] = await rows_of(admin_store, client_table, again)
    assert (row.access_status, row.balance_minor) == ("ACTIVE", 9)


async def test_amounts_are_in_the_accounts_currency(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client()
    say = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    foreign = say("expense.submitted", expense="exp_1", amountMinor=100, currency="JPY")
    future = say("account.checked") | {"at": (firm.now + timedelta(hours=1)).isoformat()}
    assert await tell(firm, [foreign, future]) == [Is.REFUSED, Is.REFUSED]
    assert await rows_of(admin_store, expense, bakery) == []
