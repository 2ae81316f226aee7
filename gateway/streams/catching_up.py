"""How a stream comes to where the others are: the present state, what it missed, and the seam."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from domain.changes import GAINS
from gateway.events.outage import Outage
from gateway.streams.alone import Alone
from gateway.streams.firm import Firm
from gateway.streams.group import Body
from gateway.streams.interface import RESYNC
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream, fail
from store.faults import StoreFault
from store.outbox import Event, Gone, Place, newest

_AT_ONCE = 50


class CatchingUp:
    """One stream on its way; it goes no faster than its sink is read."""

    def __init__(self, scene: Scene, firm: Firm, stream: Stream) -> None:
        self._scene = scene
        self._firm = firm
        self._stream = stream
        self._alone = Alone(scene, firm, stream)

    async def run(self, *, snapshot: bool) -> None:
        """Tells the present state if asked to, then what came after `stream.reached`, then lets it hear the rest."""
        try:
            if snapshot:
                await _persist(self._tell_present)
            await _persist(self._replay)
        except Gone:
            self._stream.end(RESYNC)
        except Exception as error:
            fail([self._stream], error)
        self._stream.catching_up = None

    async def _replay(self) -> None:
        stream, pages = self._stream, self._scene.hub.replay(self._firm.partner_id, self._stream.reached)
        while stream.is_open:
            await stream.sink.room()
            async with self._scene.turns:
                page = await anext(pages, None)
                if page is None:
                    # Nothing was awaited since the hub said that this was all: the seam.
                    self._firm.place(stream)
                    return
            for events in _portions(page.events):
                async with self._scene.turns:
                    await self._alone.tell(events)
                if self._brings_clients(events[-1]):
                    # Whoever breaks off among them gets all of them again.
                    before = events[-2].place if len(events) > 1 else stream.reached
                    await self._tell_state(before, events[-1].place, events[-1])
                stream.reached = events[-1].place

    def _brings_clients(self, event: Event) -> bool:
        return _widens(event) and self._stream.ask.feed.follows_sight and self._stream.principal.is_about(event)

    async def _tell_present(self) -> None:
        """What changes while this is read comes after it: the place is taken first."""
        place = await newest(self._scene.store, self._firm.partner_id)
        await self._tell_state(None, place)
        self._stream.reached = place

    async def _tell_state(self, meanwhile: Place | None, at_last: Place, event: Event | None = None) -> None:
        """Tells clients as they are; the cursors before the last one lead to `meanwhile`, or to a new snapshot."""
        stream = self._stream
        ids, held = await self._alone.present(event), None
        for start in range(0, len(ids), _AT_ONCE):
            await stream.sink.room()
            async with self._scene.turns:
                bodies = await self._alone.snapshot(ids[start : start + _AT_ONCE], event)
            for body in bodies:
                self._send(held, meanwhile or at_last, in_snapshot=meanwhile is None)
                held = body
        self._send(held, at_last, in_snapshot=False)

    def _send(self, body: Body | None, place: Place, *, in_snapshot: bool) -> None:
        """Only after the last of it can be gone on: whoever breaks off before gets all of it again."""
        if body is not None:
            cursor = self._scene.cursors.write(self._stream.binding, place, in_snapshot=in_snapshot)
            self._stream.send(body.frame(cursor))


def _portions(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """So many at once, and none behind one that brings clients into somebody's sight."""
    start = 0
    for place, event in enumerate(events, 1):
        if place - start == _AT_ONCE or place == len(events) or _widens(event):
            yield events[start:place]
            start = place


def _widens(event: Event) -> bool:
    return GAINS in event.payload


async def _persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Tries until the database is there."""
    outage = Outage("the database, for a stream that catches up")
    while True:
        try:
            return await attempt()
        except StoreFault as error:
            await asyncio.sleep(outage.failed(error))
