"""What only one stream is told, while it is on its way to where the others are."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from gateway.streams.firm import Firm
from gateway.streams.group import Body, Group
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream
from loaders.reading import Reads
from store.outbox import Event
from store.reading import Reader


class Alone:
    """One stream, told with its rights of now; it may end meanwhile."""

    def __init__(self, scene: Scene, firm: Firm, stream: Stream) -> None:
        self._scene = scene
        self._firm = firm
        self._stream = stream

    async def tell(self, events: Sequence[Event]) -> None:
        """Tells it of events; raises StoreFault."""
        async with self._group() as (reader, group):
            if self._stream.is_open:
                await self._firm.tell(reader, [group], events, is_patient=True)

    async def present(self, event: Event | None) -> Sequence[UUID]:
        """The clients of its snapshot, or those that came into sight with an event; raises StoreFault."""
        async with self._group() as (reader, group):
            feed, reads = group.ask.feed, await self._reads(reader, group)
            found = feed.arrived(reads, group.wanted, event) if event else feed.present(reads, group.wanted, None)
            return await found

    async def snapshot(self, ids: Sequence[UUID], event: Event | None) -> list[Body]:
        """The responses to those of these clients that still belong there; raises StoreFault and TimeoutError."""
        async with self._group() as (reader, group):
            if not self._stream.is_open:
                return []
            feed, mark, now = group.ask.feed, group.mark, self._scene.clock()
            still = await feed.present(await self._reads(reader, group), group.wanted, ids)
            told = [feed.arrival(event, id, mark) if event else feed.snapshot(id, now, mark) for id in still]
            return await group.bodies(reader, told)

    async def _reads(self, reader: Reader, group: Group) -> Reads:
        return (await self._scene.context(group.viewer, reader, with_memberships=False)).reads

    @asynccontextmanager
    async def _group(self) -> AsyncIterator[tuple[Reader, Group]]:
        """A group of one."""
        principal = self._stream.principal
        reader = self._scene.reader(principal.opened)
        try:
            await self._firm.judge_anew(reader, [principal])
            viewer = principal.now if self._stream.is_open else principal.opened
            group = Group(self._scene, self._stream.ask, viewer)
            group.members.add(self._stream)
            yield reader, group
        finally:
            await reader.close()
