"""Who listens to a gateway's streams in memory, and what they hear."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from domain.vocabulary import AttentionLevel, SignalKind
from gateway.asked import Asked
from gateway.events import Hub
from gateway.operations import Operations
from gateway.signing_in import SignedIn
from gateway.streams import Ending, EndingCode, Frame, OpenStream
from store.engine import Store
from store.tables import client
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Integration

PATIENCE = 30.0
LEVELS = ("NONE", "INFO", "WARNING", "CRITICAL")


@dataclass(eq=False)
class Heard:
    """A sink that keeps everything; `full` makes it have no room."""

    frames: list[Frame] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    stream: OpenStream | None = None
    free: asyncio.Event = field(default_factory=asyncio.Event)
    _grew: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.free.set()

    def send(self, frame: Frame) -> None:
        """Keeps a frame; nothing may follow an ending."""
        assert not self.endings, frame.payload
        self.frames.append(frame)
        self._grew.set()

    def end(self, ending: Ending) -> None:
        """Keeps the ending, of which there is one."""
        assert not self.endings, ending
        self.endings.append(ending)
        self._grew.set()

    async def room(self) -> None:
        """There is room unless a test says otherwise."""
        await self.free.wait()

    async def until(self, count: int) -> list[dict[str, Any]]:
        """The payloads of the one root field, once there are so many; more fail the test."""
        async with asyncio.timeout(PATIENCE):
            while len(self.frames) < count and not self.endings:
                self._grew.clear()
                await self._grew.wait()
        assert len(self.frames) == count, (self.payloads, self.endings)
        return self.payloads

    async def whenever(self, is_so: Callable[[list[dict[str, Any]]], bool]) -> None:
        """Waits until something is true of the payloads."""
        async with asyncio.timeout(PATIENCE):
            while not is_so(self.payloads):
                self._grew.clear()
                await self._grew.wait()

    async def ending(self) -> Ending:
        """How it ended, once it has."""
        async with asyncio.timeout(PATIENCE):
            while not self.endings:
                self._grew.clear()
                await self._grew.wait()
        return self.endings[0]

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The execution results."""
        return [orjson.loads(frame.payload) for frame in self.frames]

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """What the one root field has in each of them."""
        return [next(iter(answer["data"].values())) for answer in self.answers]


@dataclass
class Air:
    """Opens streams for people and machines."""

    portal: Portal
    hub: Hub
    operations: Operations
    heard: list[Heard] = field(default_factory=list)

    async def listen(
        self,
        who: Colleague | Integration | Caller,
        query: str,
        *,
        after: str | None = None,
        strict: bool = False,
        sink: Heard | None = None,
        start: str | None = None,
        **variables: Any,
    ) -> Heard:
        """Opens a subscription, `after` a cursor told by the way out, or `start`, told by its argument."""
        heard = sink or Heard()
        asked = Asked(query, variables=variables | ({"after": start} if start else {}), strict=strict)
        signed_in = await self.signed_in(who)
        prepared = self.operations.document(asked, signed_in)
        self.operations.admit(prepared, prepared.operation(None), signed_in)
        assert self.operations.streams is not None
        heard.stream = await self.operations.streams.open(prepared, asked, signed_in, heard, after=after)
        self.heard.append(heard)
        return heard

    async def live(self, heard: Heard) -> None:
        """Waits until a stream has caught up."""
        running = getattr(heard.stream, "catching_up", None)
        if running is not None:
            await running

    async def signed_in(self, who: Colleague | Integration | Caller) -> SignedIn:
        """Who somebody is, as for a request."""
        caller = who if isinstance(who, Caller) else self.caller(who)
        headers = {name.lower(): value for name, value in caller.headers.items()}
        token = headers.get("authorization", "").removeprefix("Bearer ")
        return await self.operations.sign_in(token or None, headers.get("gateway-partner"))

    def caller(self, who: Colleague | Integration) -> Caller:
        """Somebody with a token that says all that it may."""
        if isinstance(who, Integration):
            return self.portal.machine(who, *(scope.value for scope in who.scopes))
        return self.portal.of(who)

    async def close(self) -> None:
        """Closes every stream."""
        assert self.operations.streams is not None
        await self.operations.streams.aclose(Ending(EndingCode.DRAINING, "The test is over."))


class Attention:
    """Announces changes of attention, together with the columns that reads show."""

    def __init__(self, store: Store, vault: Vault, now: datetime) -> None:
        self._store, self._vault, self._now = store, vault, now

    async def moves(
        self,
        about: Client,
        level: str,
        *,
        before: str = "NONE",
        kind: SignalKind = SignalKind.LOW_BALANCE,
        others: Sequence[SignalKind] = (),
        why: str = "FACTS",
    ) -> None:
        """One unit of work that moves a client's level with signals of some kinds."""
        moved = [before, level]
        signals = [{"kind": each.value, "level": moved} for each in (kind, *others)]
        async with unit_of_work(self._store, about.partner_id, Actor("PLATFORM"), self._now, self._vault) as work:
            await work.update(client, {"attention_level": AttentionLevel[level]}, id=about.id)
            told = {"level": moved, "signals": signals, "why": why}
            await work.announce("attention.changed", "CLIENT", about.id, client_id=about.id, payload=told)
