"""What a delivery says: the payload of the subscription, as its integration may see it at the moment of sending."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

import orjson

from domain.access import Viewer
from domain.changes import GAINS
from domain.errors import RequestError
from domain.moment import utc
from domain.vocabulary import DeliveryKind
from domain.webhook import is_farewell
from execution.subscriptions import Subscriptions
from gateway.problems import denial_errors, reference
from gateway.streams.ask import Ask, check
from gateway.streams.group import is_away
from gateway.webhooks.documents import Documents
from loaders.sight import look
from loaders.webhook import is_connected, owner_of
from resolvers.changes.feed import Change, Feed
from resolvers.context import Context
from resolvers.webhooks.rights import speaks_as
from store.engine import Store
from store.faults import Unavailable
from store.outbox import Event, Place, place_of
from store.reading import Reader, Row
from store.tenancy import Keys

Told: TypeAlias = tuple[Event, Change]
_NO_EVENT = {DeliveryKind.TEST: "webhook.test", DeliveryKind.RESYNC: "webhook.resync_required"}


@dataclass(frozen=True)
class Teller:
    """Puts deliveries into words; `make` is `Context` with all that does not depend on the event."""

    store: Store
    documents: Documents
    subscriptions: Subscriptions
    make: Callable[..., Context]
    clock: Callable[[], datetime]
    # The time that one execution may take.
    seconds: float

    async def body(self, hook: Row, row: Row) -> bytes | None:
        """The body of a delivery; None: by now it must not be told.

        Raises DocumentRefused, StoreFault, and TimeoutError.
        """
        if row.kind in _NO_EVENT:
            return orjson.dumps({"type": _NO_EVENT[DeliveryKind(row.kind)], "timestamp": utc(row.at), "data": {}})
        reader = self.reader(hook)
        try:
            return await self._told(reader, hook, _event(row))
        finally:
            await reader.close()

    async def changes(
        self, reader: Reader, hook: Row, events: Sequence[Event]
    ) -> tuple[Viewer, Ask, list[Told]] | None:
        """The changes of which a webhook is told by now; None when it is told nothing. Raises DocumentRefused."""
        ask = self.documents.ask(hook.document, hook.variables)
        owner = await owner_of(reader, hook.partner_id, hook.integration_id)
        viewer = speaks_as(owner, self.clock()) if owner is not None else None
        if viewer is None or not _may_follow(self.subscriptions, ask, viewer):
            return None
        of_interest = [event for event in events if event.kind in ask.feed.kinds or _widens(event, viewer, ask.feed)]
        if not of_interest:
            return viewer, ask, []
        sight = await look(reader, hook.partner_id, self.clock(), of_interest, for_restricted=viewer.is_restricted)
        wanted, found = ask.wanted(viewer), list[Told]()
        for event in of_interest:
            if _widens(event, viewer, ask.feed):
                found += await self._arrivals(reader, viewer, ask, event)
            cursor = self.documents.cursor(ask, viewer, event.place)
            change = ask.feed.told(viewer, wanted, event, sight, cursor) if event.kind in ask.feed.kinds else None
            found += [(event, change)] if change is not None else []
        return viewer, ask, found

    def reader(self, hook: Row) -> Reader:
        """A reader of one moment of the webhook's firm."""
        return Reader(self.store, Keys(partner_id=hook.partner_id))

    async def _arrivals(self, reader: Reader, viewer: Viewer, ask: Ask, event: Event) -> list[Told]:
        """The clients that came into sight with an event, or by now the one of them that a delivery is about.

        All of their cursors lead to before the event: whoever goes on after one is told all of them again.
        """
        reads, wanted = self._context(viewer, reader).reads, ask.wanted(viewer)
        among = None if event.client_id is None else [event.client_id]
        ids = await (ask.feed.present(reads, wanted, among) if among else ask.feed.arrived(reads, wanted, event))
        cursor = self.documents.cursor(ask, viewer, Place(event.place.position - 1))
        each = [(replace(event, client_id=id, payload={GAINS: [str(id)]}), id) for id in ids]
        return [(brought, ask.feed.arrival(event, id, cursor)) for brought, id in each]

    def _context(self, viewer: Viewer, reader: Reader) -> Context:
        return self.make(viewer=viewer, now=self.clock(), reference=reference(), source=reader)

    async def _told(self, reader: Reader, hook: Row, event: Event) -> bytes | None:
        found = await self.changes(reader, hook, [event])
        if found is None or not found[2]:
            return None
        viewer, ask, ((_, change),) = found
        client_id = None if is_farewell(event.kind) else change.client_id
        if client_id is not None and not await is_connected(reader, hook.partner_id, client_id):
            return None
        response = await self._response(reader, viewer, ask, change)
        about = {"type": ask.subscription.place[1], "timestamp": utc(change.at), "cursor": change.cursor}
        about |= {"narrowed": change.narrowed} if change.narrowed else {}
        return orjson.dumps(about | response)

    async def _response(self, reader: Reader, viewer: Viewer, ask: Ask, change: Change) -> dict[str, Any]:
        context = self._context(viewer, reader)
        async with asyncio.timeout(self.seconds):
            (response,) = [each async for each in self.subscriptions.respond(ask.subscription, context, [change])]
        whole = self.subscriptions.with_errors(response, denial_errors(context.denials))
        if is_away(whole):
            raise Unavailable("something behind a field is away")
        return whole


def _widens(event: Event, viewer: Viewer, feed: Feed) -> bool:
    """Whether clients come into a follower's sight with an event."""
    return feed.follows_sight and GAINS in event.payload and event.object_id == viewer.integration_id


def _may_follow(subscriptions: Subscriptions, ask: Ask, viewer: Viewer) -> bool:
    try:
        check(subscriptions, ask, viewer)
    except RequestError:
        return False
    return True


def _event(row: Row) -> Event:
    about = (row.event_kind, row.object_kind, row.object_id, row.client_id, row.payload, row.at)
    return Event(place_of(row.position, row.event_id), row.partner_id, row.event_id, *about)
