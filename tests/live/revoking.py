"""Rights that are taken away from somebody who listens over a socket: how, and what they are told from then on."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from websockets.exceptions import ConnectionClosed

from domain.vocabulary import AccessLevel, Grant, Role, Scope
from store.engine import Store
from tests.connecting.asking import DISCONNECT
from tests.facts.telling import Teller, account_of
from tests.http.sockets import Port
from tests.integrations.asking import change
from tests.live.sockets import PATIENCE, Socket, socket_to
from tests.people.asking import DEACTIVATE, UNASSIGN, ask, ids
from tests.portal import Caller, Portal
from tests.streams.listening import Attention
from tests.world import Client, Colleague, Firm, Integration

FOLLOW = """subscription { clientAttentionChanged { cause clientId level { after }
  client { wallet { balance { amount } } links { users invoices } } } }"""
ACCESS = "subscription { accessChanged { change clientId } }"
SCOPES = [Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ]


@dataclass
class Listener:
    """One socket that follows both, and all that came over it."""

    socket: Socket
    heard: list[dict[str, Any]] = field(default_factory=list)
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Reads until the socket is closed, or nothing comes any more."""
        try:
            while True:
                self.heard.append(await self.socket.hear())
                self.grew.set()
        except (ConnectionClosed, TimeoutError):
            self.heard.append({"type": "closed"})
            self.grew.set()

    async def until(self, is_so: Callable[[dict[str, Any]], bool], since: int = 0) -> None:
        """Waits for a message."""
        async with asyncio.timeout(PATIENCE):
            while not any(map(is_so, self.heard[since:])):
                self.grew.clear()
                await self.grew.wait()

    def payloads(self, since: int = 0) -> list[dict[str, Any]]:
        """What `clientAttentionChanged` told."""
        answers = [each["payload"]["data"] for each in self.heard[since:] if each["type"] == "next"]
        return [answer["clientAttentionChanged"] for answer in answers if "clientAttentionChanged" in answer]


@dataclass(frozen=True)
class Scene:
    """A served gateway, a firm with an owner, and one who listens about one client."""

    portal: Portal
    port: Port
    store: Store
    attention: Attention
    firm: Firm
    owner: Colleague
    client: Client
    who: Colleague | Integration

    @property
    def as_owner(self) -> Caller:
        """Who takes rights away."""
        return self.portal.of(self.owner)

    @asynccontextmanager
    async def listening(self, who: Colleague | Integration) -> AsyncIterator[Listener]:
        """Somebody's socket, once both streams have begun."""
        streams = self.portal.app.state.operations.streams
        before = streams.count
        async with socket_to(self.port) as socket:
            await socket.init(self.token_of(who))
            await socket.ask(FOLLOW, "f")
            await socket.ask(ACCESS, "a")
            async with asyncio.timeout(PATIENCE):
                while streams.count < before + 2 or not all(each.group for each in _running(streams)):
                    await asyncio.sleep(0.001)
            listener = Listener(socket)
            listening = asyncio.create_task(listener.listen())
            yield listener
            listening.cancel()

    def token_of(self, who: Colleague | Integration) -> str:
        """A person's or an integration's."""
        if isinstance(who, Colleague):
            return self.portal.token_of(who)
        scopes = [scope.value for scope in who.scopes]
        return self.portal.issuer.mint(who.client_id, client_id=who.client_id, scopes=scopes)

    async def tell(self, kind: str, **data: Any) -> None:
        """A fact of the platform, by the firm's own sender."""
        say = Teller(await account_of(self.store, self.client), self.firm.now - timedelta(hours=1))
        sender = self.portal.machine(await self.firm.integration([Scope.FACTS_WRITE]), "facts:write")
        answer = await sender.http.post("/facts", json=[say(kind, **data)], headers=sender.headers)
        assert [each["outcome"] for each in answer.json()["results"]] == ["APPLIED"], answer.text


async def unassign(scene: Scene) -> None:
    await ask(scene.as_owner, UNASSIGN, clientIds=ids(scene.client), colleagueIds=[scene.who.public_id])


async def deactivate(scene: Scene) -> None:
    await ask(scene.as_owner, DEACTIVATE, colleagueId=scene.who.public_id)


async def disconnect(scene: Scene) -> None:
    answer = await scene.as_owner(DISCONNECT, input={"clientId": scene.client.public_id})
    assert answer.data["disconnectClient"]["userErrors"] == []


async def disable(scene: Scene) -> None:
    await change(scene.as_owner, "disableIntegration", integrationId=scene.who.public_id)


async def lower(scene: Scene) -> None:
    await scene.tell("access.level_changed", level="LIMITED")


async def ungrant(scene: Scene) -> None:
    await scene.tell("access.grant_changed", grant="PAY_INVOICES", granted=False)


async def revoke(scene: Scene) -> None:
    await scene.tell("access.poa_changed", granted=False)


# How a right is taken away, and which fields of the client are null from then on; None: nothing is told at all.
REVOCATIONS: Mapping[str, tuple[Callable[[Scene], Awaitable[None]], frozenset[str] | None]] = {
    "unassigned": (unassign, None),
    "deactivated": (deactivate, None),
    "integration disabled": (disable, None),
    "level lowered": (lower, frozenset({"users"})),
    "grant revoked": (ungrant, frozenset({"invoices"})),
    "power of attorney revoked": (revoke, frozenset({"users", "invoices", "wallet"})),
    "disconnected": (disconnect, None),
}


@asynccontextmanager
async def served_scene(
    portal: Portal, port: Port, store: Store, attention: Attention, firm: Firm, owner: Colleague, kind: str
) -> AsyncIterator[Scene]:
    """A client with all rights for the firm, and a bookkeeper (or an integration) who has to do with it."""
    client = await firm.client(level=AccessLevel.EXTENDED, grants=[Grant.PAY_INVOICES])
    if kind == "integration disabled":
        yield Scene(portal, port, store, attention, firm, owner, client, await firm.integration(SCOPES))
        return
    bo = await firm.colleague(role=Role.BOOKKEEPER)
    await firm.assign(bo, client)
    yield Scene(portal, port, store, attention, firm, owner, client, bo)


def shown(payload: dict[str, Any]) -> set[str]:
    """Which fields of the client in a payload have a value."""
    client = payload["client"] or {}
    found = {**client, **(client.get("links") or {})}
    return {name for name, value in found.items() if value is not None and name != "links"}


async def _nothing() -> None:
    """Nothing else."""


async def revoked(
    scene: Scene, kind: str, then: Callable[[], Awaitable[None]] = _nothing
) -> tuple[float, Listener, int]:
    """Takes the right away: the seconds from that answer until its loser was told, and what was heard, up to when.

    `then` begins as soon as it is answered.
    """
    act, _ = REVOCATIONS[kind]
    async with scene.listening(scene.owner) as witness, scene.listening(scene.who) as loser:
        await _moves(scene, witness)
        await loser.until(lambda heard: heard["type"] == "next")
        before = len(loser.heard)
        await act(scene)
        answered, going_on = time.monotonic(), asyncio.ensure_future(then())
        await loser.until(_tells, before)
        seconds = max(0.0, time.monotonic() - answered)
        told = len(loser.heard)
        await going_on
        # What a witness hears of now was worked off before the next is committed.
        for _ in range(3):
            await _moves(scene, witness)
        return seconds, loser, told


def _running(streams: Any) -> list[Any]:
    return [stream for firm in streams._firms.values() for stream in firm.streams]


def _tells(heard: dict[str, Any]) -> bool:
    """Whether a message says that rights have changed."""
    if heard["type"] == "error":
        return bool(heard["payload"][0]["extensions"]["code"] == "ACCESS_LOST")
    answer = heard.get("payload", {}).get("data", {}) if heard["type"] == "next" else {}
    return "accessChanged" in answer or answer.get("clientAttentionChanged", {}).get("cause") == "ACCESS"


async def _moves(scene: Scene, witness: Listener) -> None:
    """A change of the client's attention that its owner has heard of: so has everybody who may."""
    since = len(witness.heard)
    await scene.attention.moves(scene.client, "CRITICAL")

    def is_it(heard: dict[str, Any]) -> bool:
        answer = heard.get("payload", {}).get("data", {}) if heard["type"] == "next" else {}
        return bool(answer.get("clientAttentionChanged", {}).get("cause") == "FACTS")

    await witness.until(is_it, since)
