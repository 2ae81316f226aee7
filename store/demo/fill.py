"""Filling a store with the demo world, firm by firm, each once and whole."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from domain.attention_rules import agreed
from store.demo.academy import add_studies
from store.demo.applications import add_applications
from store.demo.assignments import add_assignments
from store.demo.attention import add_waiting, watch_invites
from store.demo.batch import Batch
from store.demo.billing import add_billing
from store.demo.clients import add_client
from store.demo.describing import add_own_words
from store.demo.dice import dice
from store.demo.digests import add_digests
from store.demo.expenses import add_expenses
from store.demo.firms import FIRMS, Firm
from store.demo.invites import Inviting, add_client_invites, add_invites
from store.demo.own_company import add_own_company
from store.demo.partnership import Earnings, add_partnership
from store.demo.people import add_agreement, add_people, add_teams, partner_row
from store.demo.staff import Staff
from store.demo.standing import Standing, standing
from store.demo.stories import deal
from store.demo.webhooks import add_webhook
from store.engine import Store
from store.faults import Contended
from store.reading import Reader
from store.tables import partner
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

Progress = Callable[[str, int, int], None]
OPERATOR = Actor("OPERATOR")
_CHUNK = 100
# Times that the lock timeout may pass while somebody else fills in the same firm.
_PATIENCE = 15


async def has_demo(store: Store) -> bool:
    """Whether all firms of the demo world are there."""
    return all([await _has(store, firm.id) for firm in FIRMS])


async def fill_demo(
    store: Store, vault: Vault, now: datetime, progress: Progress | None = None, *, issuer: str
) -> None:
    """Fills in the firms that are not there yet, each in a transaction of its own.

    `issuer` names the token issuer of the firms' integrations; `progress` is told the firm's name and how many of
    its clients are in. Each firm leaves one audit entry, `partner.created`; its clients, people and invites are
    part of that act and leave none of their own. Names and figures depend on `now` alone.
    """
    for firm in FIRMS:
        if not await _has(store, firm.id):
            await _fill_once(store, vault, firm, now, issuer, progress or _silent)
    await add_applications(store, vault, now)


async def _has(store: Store, partner_id: UUID) -> bool:
    reader = Reader(store, Keys(partner_id=partner_id))
    try:
        return bool(await reader.rows(select(partner.c.id).where(partner.c.id == partner_id)))
    finally:
        await reader.refresh()


async def _fill_once(store: Store, vault: Vault, firm: Firm, now: datetime, issuer: str, progress: Progress) -> None:
    """Fills in a firm; somebody else who does so at the same time is waited for, and theirs is as good."""
    for last in (*[False] * _PATIENCE, True):
        try:
            async with unit_of_work(store, firm.id, OPERATOR, now, vault) as work:
                await _fill(work, firm, now, issuer, progress)
                await add_webhook(work, firm, now, vault)
            return
        except Contended:
            if await _has(store, firm.id):
                return
            if last:
                raise


async def _fill(work: UnitOfWork, firm: Firm, now: datetime, issuer: str, progress: Progress) -> None:
    await _create(work, firm, now)
    batch = Batch()
    ids = add_people(batch, firm, now, issuer)
    add_agreement(batch, firm, now)
    add_digests(batch, firm, ids, now)
    staff, inviting = add_teams(batch, firm, ids, now), Inviting(firm, ids, now)
    add_invites(batch, inviting)
    watch_invites(batch, now)
    add_own_company(batch, firm, ids, now)
    certificates = add_studies(batch, firm, ids, now)
    await batch.insert(work)
    progress(firm.name, 0, firm.clients)
    clients, earnings, done = _standings(firm, now), Earnings(), 0
    while chunk := list(islice(clients, _CHUNK)):
        await _clients(firm, staff, inviting, earnings, chunk).insert(work)
        done += len(chunk)
        progress(firm.name, done, firm.clients)
    last = Batch()
    add_partnership(last, firm, ids, earnings, certificates, now)
    await last.insert(work)


async def _create(work: UnitOfWork, firm: Firm, now: datetime) -> None:
    row = partner_row(firm, now)
    await work.insert(partner, row)
    after = {name: row[name] for name in ("name", "country", "registration_number")}
    await work.record("partner.created", "partner", firm.id, after=after)


def _standings(firm: Firm, now: datetime) -> Iterator[Standing]:
    stories = deal(dice("stories", firm.name), firm.clients)
    for place, story in enumerate(stories):
        yield standing(firm.country, firm.first_company + place, story, now)


def _clients(firm: Firm, staff: Staff, inviting: Inviting, earnings: Earnings, chunk: list[Standing]) -> Batch:
    batch, limits = Batch(), agreed(firm.cut_off_day)
    for each in chunk:
        own = add_client(batch, each, limits)
        add_assignments(batch, each, own, staff)
        add_billing(batch, each, own)
        add_expenses(batch, each, own)
        add_waiting(batch, each, own, staff, limits)
        add_client_invites(batch, inviting, each, own)
        add_own_words(batch, each, own, staff)
        earnings.note(each, own)
    watch_invites(batch, inviting.now)
    return batch


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody listens."""
