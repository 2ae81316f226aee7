"""What time alone does: taken when it is due, by one of several clocks, and seen to in short units of work."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from domain.invite import OPEN
from domain.vocabulary import ChangeReason, DueKind, ReferralStatus
from loaders.attention import assignments_over, clients_after, requests_over
from loaders.invite import open_invites_after
from loaders.referral import referral_of_anybody
from resolvers.applying.due import see_to_applications
from resolvers.attention import judge_clients
from resolvers.digesting.queueing import queue_due
from resolvers.earning.points import referral_won
from resolvers.earning.reviewing import review
from resolvers.facts.receiving import release
from resolvers.granting.moving import note_expired as request_expired
from resolvers.inviting.sending import note_expired
from resolvers.inviting.staleness import judge_invites
from resolvers.ledger import assignments_among
from resolvers.referring.moving import note_expired as referral_expired
from resolvers.studying.certifying import note_time
from store.attention import is_any_due, take_due
from store.engine import Store
from store.faults import Contended
from store.reading import Reader, Row
from store.tables import client, due, grant_request, invite, referral
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

CLOCK = Actor("CLOCK")
MOST = 500
# Of one unit of work: others wait for the clients in it.
_TOGETHER = 250

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of one clock over everything that is due."""

    store: Store
    vault: Vault

    async def go(self, now: datetime, most: int = MOST) -> int:
        """Sees to up to `most` objects that are due, whose ever they are; answers how many there were.

        What fails stays due. Two clocks never see to the same at once, and doing it again changes nothing.
        """
        if not await is_any_due(self.store, now):
            return 0
        taken = await take_due(self.store, now, most)
        groups: defaultdict[tuple[UUID, str], list[Row]] = defaultdict(list)
        for row in taken:
            groups[row.partner_id, row.kind].append(row)
        for (partner_id, kind), rows in groups.items():
            # While versions change, a newer process files kinds that this one does not know.
            if kind in _KNOWN:
                await self._see_to(partner_id, DueKind(kind), rows, now)
        return len(taken)

    async def _see_to(self, partner_id: UUID, kind: DueKind, rows: Sequence[Row], now: datetime) -> None:
        try:
            if kind is DueKind.APPLICATION:
                await see_to_applications(self.store, self.vault, [row.object_id for row in rows], now)
                return
            if kind is DueKind.PARTNER:
                await self._whole_firm(partner_id, rows[0], now)
                return
            if kind is DueKind.JOINED_REFERRAL:
                for row in rows:
                    await self._carry_over(partner_id, row.object_id, now)
                return
            for ids in _portions([row.object_id for row in rows]):
                async with unit_of_work(self.store, partner_id, _ACTORS.get(kind, CLOCK), now, self.vault) as work:
                    await _WORK[kind](work, ids)
        except Contended:
            _log.info("somebody else works on what is due; it stays due")
        except Exception:
            # One firm's trouble is not the others'.
            _log.exception("what was due could not be seen to; it stays due")

    async def _whole_firm(self, partner_id: UUID, row: Row, now: datetime) -> None:
        """Judges all open invites and clients of a firm whose rules have changed."""
        await self._open_invites(partner_id, now)
        last = UUID(int=0)
        while True:
            async with unit_of_work(self.store, partner_id, CLOCK, now, self.vault) as work:
                ids = await clients_after(work, last, _TOGETHER)
                await judge_clients(work, ids, ChangeReason.PEOPLE)
                if not ids:
                    # Unless it was filed again meanwhile.
                    await work.delete(due, kind=DueKind.PARTNER, at=row.at)
                    return
            last = ids[-1]

    async def _open_invites(self, partner_id: UUID, now: datetime) -> None:
        ids = [UUID(int=0)]
        while ids:
            async with unit_of_work(self.store, partner_id, CLOCK, now, self.vault) as work:
                ids = await open_invites_after(work, ids[-1], _TOGETHER)
                await judge_invites(work, ids)

    async def _carry_over(self, newcomer_id: UUID, referral_id: UUID, now: datetime) -> None:
        """Tells a firm that another one has come by its referral; told twice when it stops in between, won once."""
        reader = Reader(self.store, Keys(worker=True))
        try:
            found = await referral_of_anybody(reader, referral_id)
        finally:
            await reader.close()
        if found is not None:
            async with unit_of_work(self.store, found.partner_id, CLOCK, now, self.vault) as work:
                await referral_won(work, referral_id)
        async with unit_of_work(self.store, newcomer_id, CLOCK, now, self.vault) as work:
            await work.delete(due, kind=DueKind.JOINED_REFERRAL, object_id=referral_id)


async def _clients(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Ends the assignments and requests whose time is over, and judges the clients anew."""
    if over := await assignments_over(work, ids):
        async with assignments_among(work, {row.client_id for row in over}, {row.colleague_id for row in over}):
            pass
    if lapsed := await requests_over(work, ids):
        clients = {row.id: row for row in await work.find(client, lock=True, id={row.client_id for row in lapsed})}
        for row in await work.find(grant_request, lock=True, id=[row.id for row in lapsed]):
            await request_expired(work, clients[row.client_id], row)
    await judge_clients(work, ids, refile=True)


async def _invites(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Notes which are stale and which have expired; what was answered is looked at no more."""
    rows = await work.find(invite, lock=True, id=ids)
    waiting = {row.id for row in rows if row.status in OPEN and row.expires_at > work.now}
    expired = [row for row in rows if row.status in OPEN and row.id not in waiting]
    for row in expired:
        await note_expired(work, row)
    await work.delete(due, kind=DueKind.INVITE, object_id=set(ids) - waiting)
    await judge_invites(work, waiting)


async def _held_facts(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Takes in what has waited long enough for the facts before it; `ids` are of clients."""
    await work.delete(due, kind=DueKind.HELD_FACTS, object_id=ids)
    await release(work, ids)


async def _referrals(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Notes which have expired; each is looked at once."""
    for row in await work.find(referral, lock=True, id=ids):
        if row.status == ReferralStatus.SENT:
            await referral_expired(work, row)
    await work.delete(due, kind=DueKind.REFERRAL, object_id=ids)


_WORK: Mapping[DueKind, Callable[[UnitOfWork, Sequence[UUID]], Awaitable[None]]] = {
    DueKind.CLIENT: _clients,
    DueKind.INVITE: _invites,
    DueKind.HELD_FACTS: _held_facts,
    DueKind.PARTNERSHIP: review,
    DueKind.REFERRAL: _referrals,
    DueKind.DIGEST: queue_due,
    DueKind.CERTIFICATE: note_time,
}
_KNOWN = frozenset(map(str, DueKind))
# What the platform told is its act, whenever it is taken in.
_ACTORS = {DueKind.HELD_FACTS: Actor("PLATFORM")}


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _TOGETHER):
        yield ids[start : start + _TOGETHER]
