"""All running subscriptions of a process, fed by the hub."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from domain.errors import ErrorCode, RequestError
from execution.document import Prepared
from gateway.asked import Asked
from gateway.signing_in import SignedIn
from gateway.streams.ask import check, read_ask
from gateway.streams.catching_up import CatchingUp
from gateway.streams.cursors import Reached, binding_of
from gateway.streams.firm import Firm
from gateway.streams.interface import Ending, Sink
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream
from store.outbox import Event


class LiveStreams:
    """Opens, feeds and ends streams; see `Streams`."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._firms: dict[UUID, Firm] = {}
        self._closing = False
        scene.hub.listen(self._hear, self._start_over)

    async def open(
        self, prepared: Prepared, asked: Asked, signed_in: SignedIn, sink: Sink, *, after: str | None = None
    ) -> Stream:
        """As `Streams.open` says."""
        if self._closing:
            raise RequestError(ErrorCode.UNAVAILABLE, "The server is going away; come back at once.")
        viewer, subscriptions = signed_in.viewer, self._scene.subscriptions
        ask = read_ask(subscriptions.read(prepared, asked.operation_name, asked.variables), strict=asked.strict)
        check(subscriptions, ask, viewer)
        binding = binding_of(viewer, ask.subscription)
        cursor = ask.arguments.get("after") if after is None else after
        reached = None if cursor is None else self._scene.cursors.read(binding, cursor)
        stream = self._firm(viewer.tenant).enter(viewer, ask, binding, sink)
        try:
            await self._begin(stream, reached)
        except BaseException:
            stream.close()
            raise
        return stream

    async def aclose(self, ending: Ending) -> None:
        """Ends all streams, and refuses new ones."""
        self._closing = True
        for firm in tuple(self._firms.values()):
            for stream in firm.streams:
                stream.end(ending)
        for task in tuple(self._scene.tasks):
            task.cancel()
        await asyncio.gather(*self._scene.tasks, return_exceptions=True)

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(len(firm.streams) for firm in self._firms.values())

    async def _begin(self, stream: Stream, reached: Reached | None) -> None:
        """From now on, after a cursor, or with the present state."""
        scene, firm = self._scene, stream.firm
        snapshot = reached.in_snapshot if reached else bool(stream.ask.arguments.get("snapshot"))
        # Rights may have changed since the token was looked at, before anybody watched them.
        await firm.admit(stream)
        if not stream.is_open:
            return
        if reached is not None:
            stream.reached = reached.place
        if reached is None and not snapshot and scene.hub.reached(firm.partner_id) <= stream.reached:
            firm.place(stream)
        else:
            self._catch_up(stream, snapshot=snapshot)

    def _catch_up(self, stream: Stream, *, snapshot: bool = False) -> None:
        catching_up = CatchingUp(self._scene, stream.firm, stream)
        stream.catching_up = self._scene.start(catching_up.run(snapshot=snapshot))

    def _firm(self, partner_id: UUID) -> Firm:
        firm = self._firms.get(partner_id)
        if firm is None:
            firm = self._firms[partner_id] = Firm(self._scene, partner_id, self._forget, self._catch_up)
        return firm

    def _forget(self, firm: Firm) -> None:
        if self._firms.get(firm.partner_id) is firm:
            del self._firms[firm.partner_id]

    def _start_over(self) -> None:
        for firm in tuple(self._firms.values()):
            firm.start_over()

    def _hear(self, events: Sequence[Event]) -> None:
        for partner_id, own in groupby(sorted(events, key=attrgetter("partner_id")), key=attrgetter("partner_id")):
            firm = self._firms.get(partner_id)
            if firm is not None:
                firm.hear(list(own))
