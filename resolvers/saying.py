"""What a caller was answered under an idempotency key: made with the change, told again while they may still see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from domain.access import ACCESS_FACTS, Viewer, capabilities
from execution.saying import Unsaid
from loaders.client import client_by_id
from loaders.inside import Inside
from resolvers.context import Context
from resolvers.outcome import Json, Outcome
from store.faults import StoreFault, told_apart
from store.writing import UnitOfWork

# Of one answer, in bytes; what a longer one would show again is read again.
MOST = 128 * 1024


async def say(work: UnitOfWork, context: Context, viewer: Viewer, outcome: Outcome) -> Json | None:
    """The answer for an outcome as the transaction leaves things, to be kept with its key; None when there is none.

    What of it may be shown again depends on the caller's rights and on the clients that it tells of: they are noted.
    """
    saying, source = context.saying, Inside(work)
    if saying is None:
        return None
    try:
        # What goes wrong here must not spoil the change itself.
        async with told_apart(), work.savepoint():
            with context.looking(source, viewer):
                said = await saying.say(outcome)
                clients = await _clients(context, source.clients)
    except (Unsaid, StoreFault):
        return None
    finally:
        source.is_open = False
    kept = {"asked": saying.asked, "rights": _rights(viewer), "clients": clients, "was_denied": said.was_denied}
    data = orjson.dumps(said.data)
    return kept | {"data": orjson.loads(data)} if len(data) <= MOST else None


async def tell(context: Context, outcome: Outcome) -> None:
    """Has the caller told what was said, if they ask for the same and may still see all that it shows."""
    saying, said = context.saying, outcome.said
    if saying is None or said is None or (saying.asked, _rights(context.viewer)) != (said["asked"], said["rights"]):
        return
    now = await _clients(context, map(UUID, said["clients"]))
    if all(id in now and _allows(now[id], then, said["was_denied"]) for id, then in said["clients"].items()):
        saying.told = said["data"]


def _rights(viewer: Viewer) -> str:
    """All that decides, beside the clients, about what somebody may see."""
    role = viewer.role.value if viewer.role else ""
    scopes = sorted(scope.value for scope in viewer.scopes)
    return " ".join([viewer.kind.value, role, str(viewer.colleague_id), str(viewer.is_restricted), *scopes])


async def _clients(context: Context, ids: Iterable[UUID]) -> dict[str, list[Any]]:
    """The access facts of those clients that exist for the caller."""
    wanted = list(ids)
    found = await context.load_many(client_by_id, wanted) if wanted else {}
    return {str(id): [getattr(found[id], fact) for fact in ACCESS_FACTS] for id in wanted if found[id] is not None}


def _allows(now: Sequence[Any], then: Sequence[Any], was_denied: bool) -> bool:
    """Whether a client allows all that it did; no more either, where something was denied."""
    before, after = (capabilities(_Facts(*facts)) for facts in (then, now))
    return before == after if was_denied else before <= after


@dataclass(slots=True)
class _Facts:
    """What `ACCESS_FACTS` says of a client, in that order."""

    access_status: str
    poa_granted: bool
    level: str
    grants: int
