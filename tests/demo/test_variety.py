"""Every word of the vocabulary that the store can hold is met somewhere in the demo world."""

from collections import Counter, defaultdict

import stdnum.de.handelsregisternummer
import stdnum.de.vat
import stdnum.dk.cvr
import stdnum.se.orgnr
import stdnum.se.vat

from domain.attention_rules.evaluate import RULES
from domain.invite import MACHINES
from domain.text import words
from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    AssignmentSource,
    AssignmentStatus,
    AttentionLevel,
    BillingPeriod,
    ClientStatus,
    ColleagueStatus,
    CompanySize,
    Grant,
    InviteKind,
    InvoiceStatus,
    OnboardingStatus,
    Plan,
    Role,
    SubscriptionStatus,
)
from store.demo.firms import ANNIKA, FIRMS, FJORDLYS, GRANVIK
from store.engine import Store
from store.tables import (
    METADATA,
    assignment,
    assignment_source,
    client,
    colleague,
    integration,
    invite,
    invoice,
    month_figure,
    partner,
    signal,
    subscription,
    team,
    team_member,
)
from tests.demo.conftest import Everything

REGISTERS = {
    "DK": (stdnum.dk.cvr, stdnum.dk.cvr),
    "DE": (stdnum.de.handelsregisternummer, stdnum.de.vat),
    "SE": (stdnum.se.orgnr, stdnum.se.vat),
}
FILLERS = {"foo", "bar", "baz", "test", "tester", "lorem", "ipsum", "acme", "todo", "dummy", "sample", "demo"}


async def test_the_firms_have_the_sizes_that_the_story_tells(filled: Store, everything: Everything) -> None:
    sizes = {firm.id: (firm.clients, len(firm.people)) for firm in FIRMS}
    clients = Counter(row.partner_id for row in await everything(client))
    people = Counter(row.partner_id for row in await everything(colleague))
    assert {own: (clients[own], people[own]) for own in sizes} == sizes
    assert [firm.clients for firm in FIRMS] == [300, 40, 25]
    assert [len(firm.people) for firm in FIRMS] == [12, 5, 4]
    assert len({row.country for row in await everything(partner)}) == 3
    assert len({row.currency for row in await everything(partner)}) == 3
    assert {row.partner_id for row in await everything(colleague) if row.email == ANNIKA} == {
        firm.id for firm in FIRMS[1:]
    }


async def test_the_biggest_firm_has_a_colleague_of_every_role_in_every_state(
    filled: Store, everything: Everything
) -> None:
    people = [row for row in await everything(colleague) if row.partner_id == FJORDLYS.id]
    assert sorted((row.role, row.status) for row in people) == sorted(
        (role.value, status.value) for role in Role for status in ColleagueStatus
    )
    assert len([row for row in await everything(team) if row.partner_id == FJORDLYS.id]) == 4
    active = {row.id for row in await everything(colleague) if row.status == "ACTIVE"}
    assert {row.colleague_id for row in await everything(team_member)} <= active


async def test_invites_of_every_kind_are_in_every_state_that_they_can_reach(
    filled: Store, everything: Everything
) -> None:
    possible = {
        (kind.value, state.value)
        for kind, machine in MACHINES.items()
        for state in {machine.initial, *(to for leads in machine.events.values() for to in leads.values())}
    }
    rows = await everything(invite)
    assert {(row.kind, row.status) for row in rows if row.partner_id == FJORDLYS.id} == possible
    assert {row.kind for row in rows if row.partner_id == GRANVIK.id} == set(InviteKind)


async def test_clients_are_in_every_state(filled: Store, everything: Everything) -> None:
    clients = [row for row in await everything(client) if row.partner_id == FJORDLYS.id]
    assert {row.status for row in clients} == set(ClientStatus)
    assert {row.onboarding_status for row in clients} == set(OnboardingStatus)
    assert {row.access_status for row in clients} == set(AccessStatus)
    assert {row.company_size for row in clients} == set(CompanySize)
    assert {row.attention_level for row in clients} == set(AttentionLevel)
    assert {(row.level, row.grants) for row in clients} == {
        (level, grants) for level in AccessLevel for grants in range(1 << len(Grant))
    }
    assert {row.currency for row in clients} == {"DKK", "EUR", "SEK"}
    assert {row.time_zone for row in clients} >= {"Europe/Copenhagen", "Atlantic/Faroe"}
    assert any(row.access_status == "ACTIVE" and not row.poa_granted for row in clients)
    calm = sum(row.attention_level == 0 for row in clients)
    assert len(clients) / 4 < calm < len(clients) * 3 / 4


async def test_every_kind_of_signal_fires(filled: Store, everything: Everything) -> None:
    live = [row for row in await everything(signal) if row.partner_id == FJORDLYS.id and row.level]
    assert {row.kind for row in live} == set(RULES)
    assert {row.level for row in live if row.kind == "MISSING_RECEIPTS"} == {1, 2, 3}
    assert {row.level for row in live if row.kind == "LOW_BALANCE"} == {2, 3}


async def test_assignments_come_from_every_source_and_end_in_every_way(filled: Store, everything: Everything) -> None:
    sources = await everything(assignment_source)
    assert {(row.source, row.status) for row in sources} == {
        (source, status) for source in AssignmentSource for status in AssignmentStatus
    }
    assert any(row.ends_at and row.reason for row in sources if row.status == "ACTIVE")
    assert any(row.reason for row in sources if row.status == "ENDED")
    of_one = defaultdict(set)
    for row in sources:
        if row.status == "ACTIVE":
            of_one[row.assignment_id].add(row.source)
    assert {"DIRECT", "TEAM"} in of_one.values()
    sees = Counter(row.colleague_id for row in await everything(assignment) if row.status == "ACTIVE")
    roles = {row.id: row.role for row in await everything(colleague) if row.partner_id == FJORDLYS.id}
    seen = {role: count for own, count in sees.items() if (role := roles.get(own))}
    assert 100 < seen["BOOKKEEPER"] < 250
    assert 30 < seen["VIEWER"] < 150


async def test_billing_is_in_every_state(filled: Store, everything: Everything) -> None:
    subscriptions = await everything(subscription)
    assert {row.plan for row in subscriptions} == set(Plan)
    assert {row.status for row in subscriptions} == set(SubscriptionStatus)
    assert {row.billing_period for row in subscriptions} == set(BillingPeriod)
    invoices = await everything(invoice)
    assert {row.status for row in invoices} == set(InvoiceStatus)
    assert 12 in Counter(row.client_id for row in invoices).values()


async def test_some_clients_have_many_months_of_figures(filled: Store, everything: Everything) -> None:
    months = Counter(row.client_id for row in await everything(month_figure))
    assert set(months.values()) >= {4, 12}


async def test_every_number_is_valid_in_its_country(filled: Store, everything: Everything) -> None:
    for row in [*await everything(client), *await everything(partner)]:
        register, vat = REGISTERS[row.country]
        assert register.validate(row.registration_number) == row.registration_number
        assert row.vat_number.startswith(row.country)
        assert vat.is_valid(row.vat_number)
    for row in await everything(invite):
        assert row.country is None or REGISTERS[row.country][0].is_valid(row.registration_number)


async def test_nobody_can_be_reached_by_mail(filled: Store, everything: Everything) -> None:
    addresses = [row.email for table in (partner, colleague, invite) for row in await everything(table)]
    addresses += [row.admin_email for row in await everything(client)]
    assert all(address.endswith(".example") and address == address.lower() for address in addresses)
    assert all(address.isascii() and " " not in address for address in addresses)


async def test_nothing_carries_a_name_that_programmers_make_up(filled: Store, everything: Everything) -> None:
    for table in METADATA.sorted_tables:
        for row in await everything(table):
            texts = [value for value in row if isinstance(value, str)]
            assert not words(*texts) & FILLERS


async def test_every_firms_integration_has_scopes_of_the_vocabulary(filled: Store, everything: Everything) -> None:
    expected = {firm.id: " ".join(firm.scopes) for firm in FIRMS}
    assert {row.partner_id: row.scopes for row in await everything(integration)} == expected
