"""`clientAttentionChanged`: a client's level and signals, and clients that come into view or leave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from domain.access import Viewer
from domain.changes import (
    ASSIGNMENT_ENDED,
    ASSIGNMENT_STARTED,
    ATTENTION_CHANGED,
    EVERY,
    GAINS,
    HAD,
    LOSES,
    OWN_RIGHTS_EVENTS,
    ChangeCause,
)
from domain.vocabulary import AttentionLevel, SignalKind
from execution.fields import Same
from loaders.client_filter import ClientFilter
from loaders.reading import Reads
from loaders.sight import Sight, needing_attention
from resolvers.changes.feed import Change, Moved, feeds, sees_client
from resolvers.inputs.attention import AttentionFilter
from resolvers.relation import declared
from store.outbox import Event

# To colleagues who see their own clients only, this is told by clients that come and go.
_OF_NOBODY = SignalKind.UNASSIGNED


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all hold; ids are the store's, None: any client."""

    clients: frozenset[UUID] | None = None
    assignee_id: UUID | None = None
    attention: frozenset[AttentionLevel] = frozenset()
    signal: frozenset[SignalKind] = frozenset()


class AttentionFeed:
    """Tells of attention, and colleagues of clients that become theirs or cease to be."""

    kinds = frozenset({ATTENTION_CHANGED, ASSIGNMENT_STARTED, ASSIGNMENT_ENDED, *OWN_RIGHTS_EVENTS})
    coalesces = True
    follows_sight = True
    personal = False

    def wanted(self, viewer: Viewer, arguments: Mapping[str, Any]) -> Wanted:
        """The filter in the store's terms; raises RequestError."""
        given: AttentionFilter | None = arguments.get("filter")
        return Wanted(*given.wanted(viewer)) if given else Wanted()

    def told(self, viewer: Viewer, wanted: Wanted, event: Event, sight: Sight, cursor: str) -> Change | None:
        """A visible client's attention, the viewer's own assignment, or that they see less than before."""
        if event.kind in OWN_RIGHTS_EVENTS:
            return _narrowed(viewer, event, cursor)
        if wanted.clients is not None and event.client_id not in wanted.clients:
            return None
        if event.kind == ATTENTION_CHANGED:
            return _attention(viewer, wanted, event, sight, cursor)
        return _access(viewer, event, sight, cursor)

    async def present(self, reads: Reads, wanted: Wanted, among: Sequence[UUID] | None) -> Sequence[UUID]:
        """The clients that need attention, the most urgent first."""
        asked = ClientFilter(
            attention=tuple(sorted(wanted.attention)),
            signal=tuple(sorted(wanted.signal)),
            assignee_id=wanted.assignee_id,
        )
        some = among if wanted.clients is None else wanted.clients.intersection(among or wanted.clients)
        return await needing_attention(reads, asked, some)

    def snapshot(self, client_id: UUID, at: datetime, cursor: str) -> Change:
        """A client as it is."""
        return Change(None, at, ChangeCause.SNAPSHOT, None, cursor, client_id)

    async def arrived(self, reads: Reads, wanted: Wanted, event: Event) -> Sequence[UUID]:
        """Those of them that need attention, as in a snapshot; not what was in sight before."""
        gained, had = event.payload[GAINS], event.payload.get(HAD)
        if had is not None:
            before = set(map(UUID, had))
        else:
            before = set(await needing_attention(reads, ClientFilter(assignee_id=event.object_id), None))
        found = await self.present(reads, wanted, None if gained == EVERY else list(map(UUID, gained)))
        return [id for id in found if id not in before]

    def arrival(self, event: Event, client_id: UUID, cursor: str) -> Change:
        """A client as it is; its event has an id of its own, always the same."""
        id = uuid5(event.id, client_id.hex)
        return Change(id, event.at, ChangeCause.ACCESS, None, cursor, client_id)


@feeds(AttentionFeed())
@declared(Same())
def follow(root: Any, filter: AttentionFilter | None = None, after: str | None = None, snapshot: bool = False) -> Any:
    """Each event of a stream is its own root."""
    return root


def _attention(viewer: Viewer, wanted: Wanted, event: Event, sight: Sight, cursor: str) -> Change | None:
    if not sees_client(viewer, event.client_id, sight) or not _is_worked_on(wanted, event, sight):
        return None
    signals = [_signal(each) for each in event.payload["signals"]]
    shown = tuple(each for each in signals if _may_know(viewer, each))
    # A level that moved with what the viewer may not know would tell of it.
    level = _moved(event.payload["level"]) if len(shown) == len(signals) else None
    if (signals and not shown) or not _is_asked_for(wanted, level, shown):
        return None
    return Change.by(event, None, cursor, client_id=event.client_id, level=level, signals=shown)


def _may_know(viewer: Viewer, signal: Moved) -> bool:
    return viewer.sees_all_clients or viewer.colleague_id is None or signal.kind is not _OF_NOBODY


def _is_worked_on(wanted: Wanted, event: Event, sight: Sight) -> bool:
    workers = sight.workers.get(event.client_id, ()) if event.client_id else ()
    return wanted.assignee_id is None or wanted.assignee_id in workers


def _is_asked_for(wanted: Wanted, level: Moved | None, signals: Sequence[Moved]) -> bool:
    if wanted.attention and level and not {level.before, level.after} & wanted.attention:
        return False
    return not wanted.signal or any(signal.kind in wanted.signal for signal in signals)


def _moved(levels: Sequence[str]) -> Moved:
    return Moved(AttentionLevel[levels[0]], AttentionLevel[levels[1]])


def _signal(told: Mapping[str, Any]) -> Moved:
    was_snoozed, is_snoozed = told.get("snoozed", (False, False))
    before, after = (AttentionLevel[level] for level in told["level"])
    return Moved(before, after, SignalKind(told["kind"]), was_snoozed, is_snoozed)


def _narrowed(viewer: Viewer, event: Event, cursor: str) -> Change | None:
    """That clients left the sight of whoever the event is about; which ones is not theirs to know any more."""
    is_own = event.object_id in (viewer.colleague_id, viewer.integration_id)
    if not is_own or LOSES not in event.payload or viewer.sees_all_clients:
        return None
    why = "Fewer clients are chosen for the integration." if viewer.role is None else f"Your role is {viewer.role}."
    notice = f"{why} You see less than before: read the present state anew, or begin with `snapshot: true`."
    return Change(event.id, event.at, ChangeCause.ACCESS, None, cursor, narrowed=notice)


def _access(viewer: Viewer, event: Event, sight: Sight, cursor: str) -> Change | None:
    """A client that came into the viewer's sight, or left it, with an assignment of their own."""
    row = sight.assignments.get(event.object_id)
    if viewer.sees_all_clients or row is None or row.colleague_id != viewer.colleague_id:
        return None
    if sees_client(viewer, event.client_id, sight) is not (event.kind == ASSIGNMENT_STARTED):
        return None
    return Change(event.id, event.at, ChangeCause.ACCESS, None, cursor, event.client_id)
