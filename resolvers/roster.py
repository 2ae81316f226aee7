"""Who and what belongs to a team, and the assignments that it keeps live for exactly these pairs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.errors import Refused, UserError, UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import AccessStatus, ColleagueStatus
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from resolvers.choosing import not_found, visible
from resolvers.context import Context
from resolvers.ledger import Ledger, Pair, Why, assignments_among
from store.tables import team_client, team_member
from store.writing import UnitOfWork

MOST_PAIRS = 5_000
_CLIENTS, _COLLEAGUES = ("input", "clientIds"), ("input", "colleagueIds")


@dataclass(frozen=True, slots=True)
class Side:
    """The members of a team, or its clients: as they were, as they are to be, and the list that was given for it."""

    had: frozenset[UUID]
    now: frozenset[UUID]
    given: tuple[UUID, ...] = ()

    @property
    def new(self) -> frozenset[UUID]:
        """The newcomers."""
        return self.now - self.had

    @property
    def all(self) -> frozenset[UUID]:
        """Everybody concerned."""
        return self.now | self.had

    def places(self, some: Collection[UUID]) -> list[int]:
        """Where some of them stand in the list, counted from 0."""
        return [place for place, id in enumerate(self.given) if id in some]


@dataclass(frozen=True, slots=True)
class Roster:
    """Both sides of a team."""

    team_id: UUID
    members: Side
    clients: Side


async def change_roster(
    work: UnitOfWork,
    context: Context,
    team_id: UUID,
    members: Collection[UUID] | None = None,
    clients: Collection[UUID] | None = None,
) -> bool:
    """Replaces the members or the clients (None: as they are) of a locked team; answers whether anything changed.

    Raises `Refused` when a newcomer is not there, not active or not connected, or when the team gets too big.
    """
    roster = await _roster(work, team_id, members, clients)
    _check_size(roster, "clientIds" if members is None else "colleagueIds")
    await _check_there(work, context, roster)
    async with assignments_among(work, roster.clients.all, roster.members.all) as ledger:
        _check_fit(ledger, roster)
        before = await _replace(work, team_member, "colleague_id", team_id, roster.members)
        before |= await _replace(work, team_client, "client_id", team_id, roster.clients)
        await _follow(ledger, roster, None)
    if before:
        now = {"colleague_id": sorted(roster.members.now), "client_id": sorted(roster.clients.now)}
        after = {name: now[name] for name in before}
        await work.record("team.roster_changed", "TEAM", team_id, before=before, after=after)
    return bool(before)


async def dissolve(work: UnitOfWork, team_id: UUID) -> None:
    """Ends whatever a locked team keeps live."""
    roster = await _roster(work, team_id, [], [])
    async with assignments_among(work, roster.clients.all, roster.members.all) as ledger:
        await _follow(ledger, roster, "The team was deleted.")


async def _roster(
    work: UnitOfWork, team_id: UUID, members: Collection[UUID] | None, clients: Collection[UUID] | None
) -> Roster:
    had_members = frozenset(row.colleague_id for row in await work.find(team_member, team_id=team_id))
    had_clients = frozenset(row.client_id for row in await work.find(team_client, team_id=team_id))
    return Roster(
        team_id,
        Side(had_members, had_members) if members is None else Side(had_members, frozenset(members), tuple(members)),
        Side(had_clients, had_clients) if clients is None else Side(had_clients, frozenset(clients), tuple(clients)),
    )


def _check_size(roster: Roster, where: str) -> None:
    members, clients = len(roster.members.now), len(roster.clients.now)
    if members * clients > MOST_PAIRS:
        # No counts: the other side of the team may be what the caller cannot read.
        message = f"The team would make more than {MOST_PAIRS} assignments (members times clients); make two of it."
        raise refuse(UserErrorCode.TOO_MANY, message, "input", where)


async def _check_there(work: UnitOfWork, context: Context, roster: Roster) -> None:
    members = await visible(work, context, colleague_by_id, roster.members.new)
    clients = await visible(work, context, client_by_id, roster.clients.new)
    errors = [not_found(IdKind.COLLEAGUE, *_COLLEAGUES) for id in roster.members.new if id not in members]
    errors += [not_found(IdKind.CLIENT, *_CLIENTS) for id in roster.clients.new if id not in clients]
    if errors:
        raise Refused(*errors)


def _check_fit(ledger: Ledger, roster: Roster) -> None:
    errors = []
    for place in roster.members.places(roster.members.new - _active(ledger)):
        message = f"Number {place} of `colleagueIds`, counted from 0, is not ACTIVE; only ACTIVE colleagues can join."
        errors.append(UserError(UserErrorCode.COLLEAGUE_NOT_ACTIVE, message, _COLLEAGUES))
    for place in roster.clients.places(roster.clients.new - _connected(ledger)):
        message = f"Number {place} of `clientIds`, counted from 0, is disconnected; leave it out."
        errors.append(UserError(UserErrorCode.CLIENT_NOT_CONNECTED, message, _CLIENTS))
    if errors:
        raise Refused(*errors)


async def _replace(work: UnitOfWork, table: Any, column: str, team_id: UUID, side: Side) -> dict[str, Any]:
    """Stores a side of the team; gives what it was, nothing when it stays."""
    if side.had == side.now:
        return {}
    await work.delete(table, **{"team_id": team_id, column: side.had - side.now})
    await work.insert(table, [{"team_id": team_id, column: id} for id in sorted(side.new)])
    return {column: sorted(side.had)}


async def _follow(ledger: Ledger, roster: Roster, reason: str | None) -> None:
    """Gives the team's source to exactly the pairs of active members and connected clients."""
    held = {pair for pair in _pairs(roster.clients.all, roster.members.all) if _holds(ledger, pair, roster.team_id)}
    due = set(_pairs(roster.clients.now & _connected(ledger), roster.members.now & _active(ledger)))
    await ledger.end(sorted(held - due), roster.team_id, reason)
    await ledger.add(sorted(due - held), Why(roster.team_id))


def _pairs(clients: Iterable[UUID], members: Collection[UUID]) -> Iterable[Pair]:
    return ((client, member) for client in clients for member in members)


def _holds(ledger: Ledger, pair: Pair, team_id: UUID) -> bool:
    live = ledger.live(pair)
    return live is not None and live.source(team_id) is not None


def _active(ledger: Ledger) -> set[UUID]:
    return {id for id, row in ledger.colleagues.items() if row.status == ColleagueStatus.ACTIVE}


def _connected(ledger: Ledger) -> set[UUID]:
    return {id for id, row in ledger.clients.items() if row.access_status != AccessStatus.DISCONNECTED}
