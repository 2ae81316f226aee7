"""The ledger of assignments: sources come and go, and rows, audit and signals stay in step with them."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.vocabulary import AssignmentSource, AssignmentStatus
from resolvers.attention import refresh_attention
from store.ids import new_id
from store.reading import Row
from store.tables import assignment, assignment_source, client, colleague
from store.writing import UnitOfWork

Pair = tuple[UUID, UUID]
_ACTIVE, _ENDED = AssignmentStatus.ACTIVE, AssignmentStatus.ENDED


@dataclass(frozen=True, slots=True)
class Why:
    """A reason to work on a client: DIRECT, or TEAM when `team_id` is given; without `ends_at` it has no end."""

    team_id: UUID | None = None
    reason: str | None = None
    ends_at: datetime | None = None

    @property
    def source(self) -> AssignmentSource:
        """The word for it."""
        return AssignmentSource.TEAM if self.team_id else AssignmentSource.DIRECT


@dataclass(slots=True)
class Live:
    """A live assignment of a pair with its live sources."""

    id: UUID
    ends_at: datetime | None
    sources: list[Row] = field(default_factory=list)

    def source(self, team_id: UUID | None) -> Row | None:
        """The direct source, or that of a team."""
        return next((row for row in self.sources if row.team_id == team_id), None)

    @property
    def team_ids(self) -> list[UUID]:
        """The teams that keep it live."""
        return [row.team_id for row in self.sources if row.team_id is not None]


class Ledger:
    """The live assignments among some clients and colleagues; pairs are (client, colleague).

    `clients` and `colleagues` are the locked rows by id; ids that do not exist are missing.
    """

    def __init__(self, work: UnitOfWork, clients: Mapping[UUID, Row], colleagues: Mapping[UUID, Row]) -> None:
        self.clients = clients
        self.colleagues = colleagues
        self.touched: set[UUID] = set()
        self._work = work
        self._live: dict[Pair, Live] = {}

    def live(self, pair: Pair) -> Live | None:
        """The live assignment of a pair."""
        return self._live.get(pair)

    async def load(self) -> None:
        """Reads what is stored as live, and notes as ended what has run out: time-boxed sources end by themselves."""
        ids: dict[str, Any] = {"client_id": list(self.clients), "colleague_id": list(self.colleagues)}
        rows = await self._work.find(assignment, lock=True, status=_ACTIVE, **ids)
        sources: defaultdict[UUID, list[Row]] = defaultdict(list)
        for source in await self._work.find(assignment_source, assignment_id=[row.id for row in rows], status=_ACTIVE):
            sources[source.assignment_id].append(source)
        for row in rows:
            self._live[row.client_id, row.colleague_id] = Live(row.id, row.ends_at, sources[row.id])
        await self._note_run_out()

    async def add(self, pairs: Iterable[Pair], why: Why) -> dict[Pair, UUID]:
        """Gives pairs a source that they do not have yet, and an assignment where there is none; returns their ids.

        What a ledger is to end, it ends before it adds.
        """
        wanted = list(dict.fromkeys(pairs))
        new = {pair: Live(new_id(), why.ends_at) for pair in wanted if pair not in self._live}
        known = [self._live[pair] for pair in wanted if pair not in new]
        self._live |= new
        await self._work.insert(assignment, [self._assignment_row(pair) for pair in new])
        await self._work.insert(assignment_source, [self._source_row(self._live[pair].id, why) for pair in wanted])
        await self._move_ends((live, _latest(live.ends_at, why.ends_at)) for live in known)
        for pair in wanted:
            await self._record("assignment.started" if pair in new else "assignment.source_added", pair, why)
        self.touched.update(client_id for client_id, _ in wanted)
        return {pair: self._live[pair].id for pair in wanted}

    async def end(self, pairs: Iterable[Pair], team_id: UUID | None = None, reason: str | None = None) -> None:
        """Ends the direct source of pairs, or that of a team; an assignment without any live source ends with it."""
        found = {pair: source for pair in pairs if (source := self._source(pair, team_id)) is not None}
        await self._end(found, reason, _person(self._work), self._work.now)

    def _source(self, pair: Pair, team_id: UUID | None) -> Row | None:
        live = self._live.get(pair)
        return live.source(team_id) if live else None

    async def _note_run_out(self) -> None:
        now = self._work.now
        while found := {
            pair: source
            for pair, live in self._live.items()
            for source in live.sources
            if source.ends_at is not None and source.ends_at <= now
        }:
            await self._end(found, "Its time was over.", by=None, at=None)

    async def _end(self, found: Mapping[Pair, Row], reason: str | None, by: UUID | None, at: datetime | None) -> None:
        """Ends one source of each pair; without `at`, at the source's own end."""
        ended = {"status": _ENDED, "ended_by": by}
        rows = [ended | {"id": source.id, "ended_at": at or source.ends_at} for source in found.values()]
        await self._work.update_each(assignment_source, rows)
        for pair, source in found.items():
            self._live[pair].sources.remove(source)
        await self._end_assignments([live for pair in found if not (live := self._live[pair]).sources], at)
        await self._move_ends((live, _end_of(live.sources)) for pair in found if (live := self._live[pair]).sources)
        for pair, source in found.items():
            action = "assignment.source_ended" if self._live[pair].sources else "assignment.ended"
            await self._record(action, pair, Why(source.team_id, reason, source.ends_at))
        self.touched.update(client_id for client_id, _ in found)
        self._live = {pair: live for pair, live in self._live.items() if live.sources or pair not in found}

    async def _end_assignments(self, over: Iterable[Live], at: datetime | None) -> None:
        rows = [{"id": live.id, "status": _ENDED, "ended_at": at or live.ends_at} for live in over]
        await self._work.update_each(assignment, rows)

    async def _move_ends(self, moved: Iterable[tuple[Live, datetime | None]]) -> None:
        rows = []
        for live, ends_at in moved:
            if live.ends_at != ends_at:
                live.ends_at = ends_at
                rows.append({"id": live.id, "ends_at": ends_at})
        await self._work.update_each(assignment, rows)

    def _assignment_row(self, pair: Pair) -> dict[str, Any]:
        live = self._live[pair]
        row = {"id": live.id, "client_id": pair[0], "colleague_id": pair[1], "status": _ACTIVE}
        return row | {"ends_at": live.ends_at, "created_at": self._work.now}

    def _source_row(self, assignment_id: UUID, why: Why) -> dict[str, Any]:
        row = {"id": new_id(), "assignment_id": assignment_id, "source": why.source, "team_id": why.team_id}
        row |= {"status": _ACTIVE, "reason": why.reason, "ends_at": why.ends_at}
        return row | {"created_by": _person(self._work), "created_at": self._work.now}

    async def _record(self, action: str, pair: Pair, why: Why) -> None:
        facts: dict[str, Any] = {"colleague_id": pair[1], "source": why.source, "team_id": why.team_id}
        side = "before" if action.endswith("ended") else "after"
        values = {side: facts | {"ends_at": why.ends_at}}
        id = self._live[pair].id
        await self._work.record(action, "ASSIGNMENT", id, client_id=pair[0], reason=why.reason, **values)


@asynccontextmanager
async def assignments_among(
    work: UnitOfWork, client_ids: Collection[UUID], colleague_ids: Collection[UUID]
) -> AsyncIterator[Ledger]:
    """A ledger of clients and colleagues, locked in this order: colleagues, clients, assignments, each by id.

    At the end the attention of the clients whose assignments changed is up to date.
    """
    colleagues = await work.find(colleague, lock=True, id=colleague_ids)
    clients = await work.find(client, lock=True, id=client_ids)
    ledger = Ledger(work, {row.id: row for row in clients}, {row.id: row for row in colleagues})
    await ledger.load()
    yield ledger
    await refresh_attention(work, ledger.touched)


async def add_source(work: UnitOfWork, client_id: UUID, colleague_id: UUID, why: Why) -> UUID:
    """Gives one colleague one more reason to work on a client; returns the assignment's id."""
    async with assignments_among(work, [client_id], [colleague_id]) as ledger:
        return (await ledger.add([(client_id, colleague_id)], why))[client_id, colleague_id]


def _person(work: UnitOfWork) -> UUID | None:
    return work.actor.id if work.actor.kind == "COLLEAGUE" else None


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _end_of(sources: Sequence[Row]) -> datetime | None:
    ends = [source.ends_at for source in sources]
    return None if None in ends else max(ends)
