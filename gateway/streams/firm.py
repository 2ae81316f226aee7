"""The streams of one firm: its events are worked off one batch after another, rights first."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Sequence
from uuid import UUID

from domain.access import Viewer
from domain.changes import GAINS
from domain.errors import RequestError
from gateway.events.outage import Outage
from gateway.streams.ask import Ask, check, speaks_for_all
from gateway.streams.group import Group
from gateway.streams.interface import RESYNC, Ending, EndingCode, Sink
from gateway.streams.rights import Principal, review
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream, fail
from loaders.sight import look
from store.faults import StoreFault
from store.outbox import START, Event, newest_in
from store.reading import Reader

_BATCH = 200
# A field that stays unavailable while the database is there is told as such after so many tries.
_TRIES = 5


class Firm:
    """Streams by group, callers by their rights; nothing runs while nothing happens."""

    def __init__(
        self,
        scene: Scene,
        partner_id: UUID,
        emptied: Callable[["Firm"], None],
        catch_up: Callable[[Stream], None],
    ) -> None:
        self.partner_id = partner_id
        self._scene = scene
        self._emptied = emptied
        self._catch_up = catch_up
        self._principals: dict[Viewer, Principal] = {}
        self._groups: dict[Hashable, Group] = {}
        self._waiting: list[Event] = []
        # The last that was worked off.
        self._reached = START
        self._working: asyncio.Task[None] | None = None

    @property
    def streams(self) -> list[Stream]:
        """All of them."""
        return [stream for principal in self._principals.values() for stream in principal.streams]

    def enter(self, viewer: Viewer, ask: Ask, binding: bytes, sink: Sink) -> Stream:
        """A new stream, whose caller's rights are watched from now on; it hears nothing before it is `placed`."""
        principal = self._principals.setdefault(viewer, Principal(viewer))
        stream = Stream(self, principal, ask, binding, sink)
        principal.streams.add(stream)
        return stream

    async def admit(self, stream: Stream) -> None:
        """Begins with now, and judges by the rights of now; raises RequestError (ACCESS_DENIED) and StoreFault."""
        reader = self._scene.reader(stream.principal.opened)
        try:
            stream.reached = await newest_in(reader, self.partner_id)
            changed = await review(reader, self.partner_id, [stream.principal])
        finally:
            await reader.close()
        check(self._scene.subscriptions, stream.ask, stream.principal.now)
        self._judge(changed)

    def leave(self, stream: Stream) -> None:
        """Forgets a stream, and what nobody else needs."""
        self._displace(stream)
        stream.principal.streams.discard(stream)
        if not stream.principal.streams:
            self._principals.pop(stream.principal.opened, None)
        if not self._principals:
            self._emptied(self)

    def place(self, stream: Stream) -> None:
        """Lets a stream hear what is handed out from now on."""
        viewer = speaks_for_all(self._scene.subscriptions, stream.ask, stream.principal.now)
        key = (stream.ask.key, viewer)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(self._scene, stream.ask, viewer, key)
        group.members.add(stream)
        stream.group = group
        # Members share what is equal: thousands of them are alike.
        stream.ask = group.ask

    def hear(self, events: Sequence[Event]) -> None:
        """Takes events that were handed out; they are worked off soon."""
        self._waiting += events
        if self._working is None:
            self._working = self._scene.start(self._work())

    def start_over(self) -> None:
        """Another log is followed from now on: whose place is there goes on behind it, everybody else is told."""
        self._waiting.clear()
        self._reached = START
        if self._working is not None:
            self._working.cancel()
            self._working = None
        for stream in self.streams:
            if stream.group is None:
                # Of what it has reached, and read, nobody can say of which log it was.
                stream.end(RESYNC)
            else:
                self._displace(stream)
                self._catch_up(stream)

    async def judge_anew(self, reader: Reader, principals: Iterable[Principal]) -> None:
        """Looks rights up as of now, and ends the streams for which they no longer do."""
        self._judge(await review(reader, self.partner_id, principals))

    async def tell(self, reader: Reader, groups: Sequence[Group], events: Sequence[Event], *, is_patient: bool) -> None:
        """Tells groups what these events are to them; raises StoreFault."""
        asked = frozenset().union(*(group.ask.feed.kinds for group in groups))
        of_interest = [event for event in events if event.kind in asked]
        if not of_interest:
            return
        restricted = any(group.viewer.is_restricted for group in groups)
        now = self._scene.clock()
        sight = await look(reader, self.partner_id, now, of_interest, for_restricted=restricted)
        for group in groups:
            try:
                if told := group.told(of_interest, sight):
                    await group.tell(reader, told, is_patient=is_patient)
            except StoreFault:
                raise
            except Exception as error:
                fail(group.members, error)

    def _displace(self, stream: Stream) -> None:
        group, stream.group = stream.group, None
        if group is not None:
            group.members.discard(stream)
            if not group.members:
                self._groups.pop(group.key, None)

    async def _work(self) -> None:
        while self._waiting:
            batch = self._waiting[:_BATCH]
            await self._work_off(batch)
            self._reached = batch[-1].place
            del self._waiting[: len(batch)]
        self._working = None

    async def _work_off(self, batch: Sequence[Event]) -> None:
        """Tries until it is done; who was told already is not told again."""
        outage, tries = Outage("reading for streams"), 0
        while self._principals:
            try:
                async with self._scene.turns:
                    await self._attempt(batch, is_patient=tries < _TRIES)
                return
            except StoreFault as error:
                tries += 1
                await asyncio.sleep(outage.failed(error))
            except Exception as error:
                fail(self.streams, error)

    async def _attempt(self, batch: Sequence[Event], *, is_patient: bool) -> None:
        viewer = next(iter(self._principals))
        reader = self._scene.reader(viewer)
        try:
            await self.judge_anew(reader, self._principals.values())
            self._part(batch)
            await self.tell(reader, list(self._groups.values()), batch, is_patient=is_patient)
        finally:
            await reader.close()

    def _part(self, events: Sequence[Event]) -> None:
        """Who comes to see more clients catches up with them alone, and is with the others again afterwards."""
        for stream in [stream for event in events for stream in self._widened(event)]:
            if stream.group is not None:
                self._displace(stream)
                stream.reached = max(stream.reached, self._reached)
                self._catch_up(stream)

    def _widened(self, event: Event) -> list[Stream]:
        if GAINS not in event.payload:
            return []
        concerned = (each for each in self._principals.values() if each.is_about(event))
        return [stream for each in concerned for stream in each.streams if stream.ask.feed.follows_sight]

    def _judge(self, changed: Sequence[Principal]) -> None:
        """Ends the streams for which somebody's rights no longer do; the others go on with the new ones."""
        for principal in changed:
            for stream in tuple(principal.streams):
                try:
                    check(self._scene.subscriptions, stream.ask, principal.now)
                except RequestError as refusal:
                    stream.end(Ending(EndingCode.ACCESS_LOST, f"Your rights have changed. {refusal.message}"))
                    continue
                if stream.group is not None:
                    self._displace(stream)
                    self.place(stream)
