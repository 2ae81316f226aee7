"""A change as a viewer is told of it, and what a subscription has to say about events."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from domain.access import Viewer
from domain.changes import WHY, ChangeCause
from domain.rule import member
from domain.vocabulary import AccessLevel, AttentionLevel, Scope, SignalKind, Word
from loaders.reading import Reads
from loaders.sight import Sight
from store.outbox import Event

Resolver = TypeVar("Resolver", bound=Callable[..., Any])
_CLIENTS = member(Scope.CLIENTS_READ)


@dataclass(frozen=True, slots=True)
class Moved:
    """A level before and after; of a signal, or (`kind` None) of the whole client."""

    before: AttentionLevel
    after: AttentionLevel
    kind: SignalKind | None = None
    was_snoozed: bool = False
    is_snoozed: bool = False


@dataclass(frozen=True, slots=True)
class LevelMoved:
    """An access level before and after."""

    before: AccessLevel | None
    after: AccessLevel | None


@dataclass(frozen=True, slots=True)
class Change:
    """The row behind a payload; its ids are those that the viewer may know, whether or not the objects are visible."""

    event_id: UUID | None
    at: datetime
    cause: ChangeCause
    what: Word | None
    cursor: str
    client_id: UUID | None = None
    assignment_id: UUID | None = None
    colleague_id: UUID | None = None
    invite_id: UUID | None = None
    level: Moved | None = None
    signals: tuple[Moved, ...] = ()
    access_level: LevelMoved | None = None
    # Said beside the payload: why less is to be seen from now on.
    narrowed: str | None = None

    @classmethod
    def by(cls, event: Event, what: Word | None, cursor: str, **about: Any) -> Self:
        """What an event changed, for the reason that it gives; those of older versions gave none."""
        cause = ChangeCause(event.payload.get(WHY, ChangeCause.PEOPLE))
        return cls(event.id, event.at, cause, what, cursor, **about)


class Feed(Protocol):
    """One subscription: a pure function of events, of whoever listens, and of what they may see."""

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of events that it may tell of."""

    @property
    def coalesces(self) -> bool:
        """Whether a lagging subscriber needs only the newest change of a client."""

    @property
    def follows_sight(self) -> bool:
        """Whether it tells of clients that come into sight with another role, or are chosen for an integration."""

    @property
    def personal(self) -> bool:
        """Whether it looks at who listens also where somebody sees all clients."""

    def wanted(self, viewer: Viewer, arguments: Mapping[str, Any]) -> Any:
        """The filter in the store's terms; raises RequestError (BAD_INPUT, ACCESS_DENIED)."""

    def told(self, viewer: Viewer, wanted: Any, event: Event, sight: Sight, cursor: str) -> Change | None:
        """The change of which a viewer is told; None: they must not know, or did not ask."""

    async def present(self, reads: Reads, wanted: Any, among: Sequence[UUID] | None) -> Sequence[UUID]:
        """The clients of a snapshot; `among` some, unless it is None."""

    def snapshot(self, client_id: UUID, at: datetime, cursor: str) -> Change:
        """The present state of one client as a change."""

    async def arrived(self, reads: Reads, wanted: Any, event: Event) -> Sequence[UUID]:
        """The clients that came into sight with an event about the rights of whoever reads."""

    def arrival(self, event: Event, client_id: UUID, cursor: str) -> Change:
        """That one client came into sight with an event."""


class Unfiltered:
    """What feeds without a filter have in common."""

    coalesces = False
    follows_sight = False
    personal = False

    def wanted(self, viewer: Viewer, arguments: Mapping[str, Any]) -> Any:
        """Nothing is asked for."""
        return None

    async def present(self, reads: Reads, wanted: Any, among: Sequence[UUID] | None) -> Sequence[UUID]:
        """There is no snapshot."""
        return ()

    def snapshot(self, client_id: UUID, at: datetime, cursor: str) -> Change:
        """Never asked for."""
        raise LookupError("this subscription has no snapshot")

    async def arrived(self, reads: Reads, wanted: Any, event: Event) -> Sequence[UUID]:
        """Clients are not what it follows."""
        return ()

    def arrival(self, event: Event, client_id: UUID, cursor: str) -> Change:
        """Never asked for."""
        raise LookupError("this subscription does not follow clients")


def feeds(feed: Feed) -> Callable[[Resolver], Resolver]:
    """Says which feed stands behind the resolver of a subscription."""

    def declare(resolver: Resolver) -> Resolver:
        resolver.feed = feed  # type: ignore[attr-defined]
        return resolver

    return declare


def sees_client(viewer: Viewer, client_id: UUID | None, sight: Sight) -> bool:
    """Whether a client exists for a viewer now."""
    if client_id is None:
        return False
    if viewer.is_restricted:
        return viewer.integration_id in sight.chosen.get(client_id, ())
    return viewer.sees_all_clients or viewer.colleague_id in sight.workers.get(client_id, ())


def reads_clients(viewer: Viewer) -> bool:
    """Whether a viewer may be told of clients at all: integrations need a scope for it."""
    return _CLIENTS.for_viewer(viewer) is None
