"""What a colleague reaches, for whoever lets them go: which clients, how, and whether anybody else is left there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry

from domain.ids import IdKind
from domain.vocabulary import ADMINS, AssignmentStatus, ColleagueStatus
from execution.fields import Loaded
from loaders.assignment import sources_by_assignment_id
from loaders.colleague import standing_by_colleague_id
from loaders.leaver_report import reached_clients
from loaders.paging import Page, Window
from resolvers.context import Context, Info
from resolvers.inputs.ids import stored_id
from resolvers.relation import declared
from store.reading import Row


@dataclass(frozen=True, slots=True)
class LeaverReport:
    """Whom it is about; each part loads what it is asked for."""

    colleague_id: UUID
    sees_all_clients: bool


async def report(info: Info, colleague_id: strawberry.ID) -> LeaverReport | None:
    """The report on a colleague; None for any other id whatsoever."""
    found = await info.context.load(standing_by_colleague_id, stored_id(IdKind.COLLEAGUE, colleague_id))
    if found is None:
        return None
    return LeaverReport(found.id, found.status == ColleagueStatus.ACTIVE and found.role in ADMINS)


async def clients(
    root: LeaverReport,
    info: Info,
    only_orphaned: bool = False,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the clients that the colleague works on, by name."""
    window = Window(first, after, last, before)
    return await reached_clients(info.context.reads, root.colleague_id, only_orphaned=only_orphaned, window=window)


def _live(sources: Sequence[Row] | None, root: Row, context: Context) -> list[Row]:
    return [source for source in sources or () if source.status == AssignmentStatus.ACTIVE]


def _direct(sources: Sequence[Row] | None, root: Row, context: Context) -> bool:
    return any(source.team_id is None for source in _live(sources, root, context))


@declared(Loaded(sources_by_assignment_id, "id", _live, personal=False))
async def reasons(root: Row, info: Info) -> list[Row]:
    """Why, as of now: directly, or through teams."""
    return _live(await info.context.load(sources_by_assignment_id, root.id), root, info.context)


@declared(Loaded(sources_by_assignment_id, "id", _direct, personal=False))
async def is_direct(root: Row, info: Info) -> Any:
    """Whether they would work on it without any team."""
    return _direct(await info.context.load(sources_by_assignment_id, root.id), root, info.context)
