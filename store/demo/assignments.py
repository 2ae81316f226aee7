"""Who works on a client of the demo world, why, and who did so before."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.vocabulary import AssignmentSource, AssignmentStatus
from store.demo.batch import Batch
from store.demo.staff import Staff
from store.demo.standing import Standing, recently
from store.tables import assignment, assignment_source, team_client

_NO_TEAM_ALONE = 0.3
_SECOND, _COVER, _BEFORE = 0.2, 0.08, 0.12
_REASONS_NOW = ("Covers parental leave", "Helps with the annual accounts", "Holiday cover", "Trains on the portfolio")
_REASONS_BEFORE = ("Left the firm", "Portfolio was redistributed", "Holiday cover ended", "Asked for a change")


class _Source(NamedTuple):
    source: AssignmentSource
    created_at: datetime
    team_id: UUID | None = None
    reason: str | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None


def add_assignments(batch: Batch, standing: Standing, client_id: UUID, staff: Staff) -> None:
    """Adds live assignments (ended ones where the client left) and now and then an earlier one."""
    if staff.active and standing.facts.unassigned_since is None:
        for colleague_id, sources in _sources(batch, standing, client_id, staff).items():
            _add(batch, standing, client_id, colleague_id, sources)
    before = staff.gone or staff.everyone
    if before and (_was_let_go(standing) or standing.throw.chance(_BEFORE)):
        _add(batch, standing, client_id, standing.throw.choice(before), [_earlier(standing)])


def _was_let_go(standing: Standing) -> bool:
    """Whether somebody worked on the client until it became unassigned."""
    return (standing.facts.unassigned_since or standing.facts.created_at) > standing.facts.created_at


def _sources(batch: Batch, standing: Standing, client_id: UUID, staff: Staff) -> dict[UUID, list[_Source]]:
    throw, sources = standing.throw, defaultdict[UUID, list[_Source]](list)
    group, left = standing.company.trade.group, standing.left_at
    teams = [team for team in staff.teams if team.serves(group) and throw.chance(team.share)]
    for team in teams:
        if left is None:
            batch.add(team_client, team_id=team.id, client_id=client_id)
        for member in team.members:
            sources[member].append(_Source(AssignmentSource.TEAM, _start(standing), team.id, ended_at=left))
    if not sources or throw.chance(_NO_TEAM_ALONE):
        sources[throw.choice(staff.workers)].append(_direct(standing))
    if throw.chance(_SECOND):
        sources[throw.choice(staff.everyone)].append(_direct(standing))
    if left is None and throw.chance(_COVER):
        sources[throw.choice(staff.everyone)].append(_cover(standing))
    return {colleague: _one_direct(given) for colleague, given in sources.items()}


def _start(standing: Standing) -> datetime:
    start = recently(standing, (2, 130))
    return min(start, standing.left_at - timedelta(hours=1)) if standing.left_at else start


def _direct(standing: Standing) -> _Source:
    return _Source(AssignmentSource.DIRECT, _start(standing), ended_at=standing.left_at)


def _cover(standing: Standing) -> _Source:
    zone, throw = standing.company.time_zone, standing.throw
    ends_at = throw.planned(standing.now, throw.randint(3, 40), zone)
    started = recently(standing, (1, 20))
    return _Source(AssignmentSource.DIRECT, started, reason=throw.choice(_REASONS_NOW), ends_at=ends_at)


def _earlier(standing: Standing) -> _Source:
    let_go = standing.facts.unassigned_since if _was_let_go(standing) else None
    ended = let_go or min(recently(standing, (10, 90)), standing.left_at or standing.now)
    started = standing.facts.created_at + (ended - standing.facts.created_at) / 3
    reason = standing.throw.choice(_REASONS_BEFORE)
    return _Source(AssignmentSource.DIRECT, started, reason=reason, ended_at=ended)


def _one_direct(given: list[_Source]) -> list[_Source]:
    """A colleague is assigned directly once at most; the last word counts."""
    direct = [source for source in given if source.source is AssignmentSource.DIRECT]
    return [source for source in given if source.source is AssignmentSource.TEAM] + direct[-1:]


def _add(batch: Batch, standing: Standing, client_id: UUID, colleague_id: UUID, sources: list[_Source]) -> None:
    live = [source for source in sources if source.ended_at is None]
    created = min(source.created_at for source in sources)
    ends = [source.ends_at for source in live]
    own = standing.throw.id(created)
    batch.add(
        assignment,
        id=own,
        client_id=client_id,
        colleague_id=colleague_id,
        status=AssignmentStatus.ACTIVE if live else AssignmentStatus.ENDED,
        ends_at=None if None in ends else max((end for end in ends if end), default=None),
        created_at=created,
        ended_at=None if live else max(source.ended_at for source in sources if source.ended_at),
    )
    for source in sources:
        status = AssignmentStatus.ENDED if source.ended_at else AssignmentStatus.ACTIVE
        row = source._asdict() | {"id": standing.throw.id(source.created_at), "status": status}
        batch.add(assignment_source, assignment_id=own, created_by=None, ended_by=None, **row)
