"""How a stream comes to where the others are: the present state, what it missed, and the seam."""

import asyncio
from collections.abc import Awaitable, Callable

from gateway.events.outage import Outage
from gateway.streams.firm import Firm
from gateway.streams.group import Body
from gateway.streams.interface import Ending, EndingCode
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream
from store.faults import StoreFault
from store.outbox import Gone, Place, newest

_AT_ONCE = 50
_RESYNC = Ending(
    EndingCode.RESYNC_REQUIRED,
    "What came after the cursor is no longer kept: start again without `after`, with `snapshot: true`.",
)


class CatchingUp:
    """One stream on its way; it goes no faster than its sink is read."""

    def __init__(self, scene: Scene, firm: Firm, stream: Stream) -> None:
        self._scene = scene
        self._firm = firm
        self._stream = stream

    async def run(self, *, snapshot: bool) -> None:
        """Tells the present state if asked to, then what came after `stream.reached`, then lets it hear the rest."""
        try:
            if snapshot:
                await _persist(self._tell_present)
            await _persist(self._replay)
        except Gone:
            self._stream.end(_RESYNC)
        except Exception as error:
            self._firm.fail([self._stream], error)
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
                for start in range(0, len(page.events), _AT_ONCE):
                    events = page.events[start : start + _AT_ONCE]
                    await self._firm.tell(stream, events)
                    stream.reached = events[-1].place

    async def _tell_present(self) -> None:
        """What changes while this is read comes after it: the place is taken first."""
        stream = self._stream
        place = await newest(self._scene.store, self._firm.partner_id)
        ids, held = await self._firm.present(stream), None
        for start in range(0, len(ids), _AT_ONCE):
            await stream.sink.room()
            async with self._scene.turns:
                bodies = await self._firm.snapshot(stream, ids[start : start + _AT_ONCE])
            for body in bodies:
                self._send(held, place, in_snapshot=True)
                held = body
        self._send(held, place, in_snapshot=False)
        stream.reached = place

    def _send(self, body: Body | None, place: Place, *, in_snapshot: bool) -> None:
        """Only after the last of it can be gone on: whoever breaks off before gets the whole snapshot again."""
        if body is not None:
            cursor = self._scene.cursors.write(self._stream.binding, place, in_snapshot=in_snapshot)
            self._stream.send(body.frame(cursor))


async def _persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Tries until the database is there."""
    outage = Outage("the database, for a stream that catches up")
    while True:
        try:
            return await attempt()
        except StoreFault as error:
            await asyncio.sleep(outage.failed(error))
