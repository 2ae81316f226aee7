"""A firm with fifty clients of every kind, for tests of what a page costs and shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import AssignmentStatus, AttentionLevel, InviteStatus, Role
from store.demo.bulk import fill_clients
from store.engine import Store
from store.tables import assignment, assignment_source, client, grant_request, signal
from store.vault import Vault
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, World


@dataclass(frozen=True)
class Office:
    """A firm at work; `bookkeeper` works on every client, through a team."""

    firm: Firm
    boss: Colleague
    bookkeeper: Colleague


@pytest.fixture
async def office(world: World, store: Store, vault: Vault) -> Office:
    firm = await world.partner()
    boss, bookkeeper = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    others = [await firm.colleague() for _ in range(3)]
    await firm.team(members=others)
    await fill_clients(store, vault, firm.id, 50, firm.now)
    async with firm.work() as work:
        clients = [Client(row.id, firm.id, row.name, row.currency) for row in await work.find(client)]
    await firm.team(members=[bookkeeper], clients=clients)
    await _alike(firm, boss)
    for _ in range(10):
        machine = await firm.integration(clients=clients[:2], created_by=boss.id)
        await firm.delivery(await firm.webhook(machine, created_by=boss.id), clients[0])
    accepted: dict[str, Any] = {"status": InviteStatus.ACCEPTED, "answered_at": firm.now}
    for person, met in zip([boss, bookkeeper, *others], clients, strict=False):
        # Only what was accepted has led to a client.
        await firm.client_invite(by=person)
        await firm.client_invite(by=person, client_id=met.id, **accepted)
        await firm.colleague_invite(by=person)
        await firm.inbound_invite()
        await firm.inbound_invite(client_id=met.id, **accepted)
        await firm.grant_request(met, by=person)
        await firm.note(met, person)
        await firm.tag(met, "Retail")
        await firm.digest(person, met)
        await firm.certificate(person)
        await firm.enrolment(person, "month-end")
    return Office(firm, boss, bookkeeper)


async def _alike(firm: Firm, boss: Colleague) -> None:
    """Every signal is set aside and everybody was assigned by the boss, so that each client leads equally far.

    The boss has one of the oldest assignments, so that a page of those always shows who assigned, too.
    """
    aside = {"snoozed_by": boss.id, "snoozed_until": firm.now + timedelta(days=1)}
    async with firm.work() as work:
        await work.update(signal, aside, level=[level.value for level in AttentionLevel if level])
        await work.update(assignment_source, {"created_by": boss.id})
        # The office asks its clients itself: one request for a grant may wait at a time.
        await work.delete(grant_request)
        rows = sorted(await work.find(assignment, status=AssignmentStatus.ACTIVE), key=lambda row: row.id)
        own = {row.client_id for row in rows if row.colleague_id == boss.id}
        oldest = next(row for row in rows if row.client_id not in own and row.ends_at is None)
        await work.update(assignment, {"colleague_id": boss.id}, id=oldest.id)


@pytest.fixture
def boss(office: Office, portal: Portal) -> Caller:
    return portal.of(office.boss)


@pytest.fixture
def bookkeeper(office: Office, portal: Portal) -> Caller:
    return portal.of(office.bookkeeper)
