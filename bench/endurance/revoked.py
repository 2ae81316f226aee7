"""Rights that are taken away at one replica, while they are used at another."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from urllib.parse import urlsplit

from bench.endurance.ringing import rung
from bench.endurance.scenario import Finding, Scenario, Stage, none, within
from domain.vocabulary import AccessLevel, Grant, Role
from store.vault import Vault
from tests.http.sockets import Port
from tests.live.revoking import ACCESS, FOLLOW, REVOCATIONS, SCOPES, Listener, Scene, revoked, shown
from tests.live.sockets import socket_to
from tests.portal import Caller, Portal
from tests.portal.portal import SECRET_KEY
from tests.replicas.estate import Estate, estate
from tests.streams.listening import Attention
from tests.world import Client, Colleague, Integration

_TIMES, _WITHOUT_REDIS, _AT_ONCE = 1_000, 56, 4
_TOLD_SECONDS, _TOLD_WITHOUT_REDIS = 1.0, 5.0
_TOLD_EVERY = 100
_QUERY = """query ($id: ID!) { node(id: $id) { ... on Client {
  wallet { balance { amount } } links { users invoices } } } }"""


class Remote(Scene):
    """A scene whose streams are those of another process."""

    @asynccontextmanager
    async def listening(self, who: Colleague | Integration) -> AsyncIterator[Listener]:
        """Somebody's socket, once it has told of the client, and of nothing that it would still have to tell."""
        async with socket_to(self.port) as socket:
            await socket.init(self.token_of(who))
            await socket.ask(FOLLOW, "f")
            await socket.ask(ACCESS, "a")
            listener = Listener(socket)
            listening = asyncio.create_task(listener.listen())
            while not listener.heard:
                await self.attention.moves(self.client, "INFO")
                await asyncio.sleep(0.1)
            await self.attention.moves(self.client, "NONE", before="INFO")
            await listener.until(lambda heard: bool(_levels(heard) & {"NONE"}))
            yield listener
            listening.cancel()


def _levels(heard: dict[str, object]) -> set[str]:
    """To which level a message says that the client has gone."""
    payload = heard.get("payload")
    data = payload.get("data", {}) if isinstance(payload, dict) else {}
    told = data.get("clientAttentionChanged")
    return {told["level"]["after"]} if told else set()


@dataclass
class Losses:
    """What losers still had: the kinds of rights seen in requests and in streams, and how soon they were told."""

    requests: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    never_had: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def findings(self, where: str, most: float) -> list[Finding]:
        """What is promised."""
        of, last = f"{len(self.seconds):,}", sorted(self.seconds)[int(len(self.seconds) * 0.99)]
        return [
            none(f"{where}: a right could not be used before it was taken away", len(self.never_had), of),
            none(f"{where}: the next request at another replica is answered with the right", len(self.requests), of),
            none(f"{where}: a stream there tells with the right what was committed later", len(self.events), of),
            within(f"{where}: the stream has told it (99 of 100)", last, most),
        ]


async def _play(stage: Stage) -> Sequence[Finding]:
    with stage.cluster.server.database() as database:
        settings = {"GATEWAY_MAX_SOCKETS": "100"}
        async with (
            estate(database, stage.folder, datetime.now(UTC), Vault([SECRET_KEY]), **settings) as two,
            rung(two),
        ):
            with_redis = await _taken_away(stage, two, stage.of(_TIMES))
            two.valkey.freeze()
            without = await _taken_away(stage, two, stage.of(_WITHOUT_REDIS))
            two.valkey.thaw()
        return [
            *with_redis.findings("with Redis", _TOLD_SECONDS),
            *without.findings("without", _TOLD_WITHOUT_REDIS),
        ]


async def _taken_away(stage: Stage, two: Estate, times: int) -> Losses:
    found, waiting = Losses(), islice(cycle(REVOCATIONS), times)
    owner = await two.firm.colleague(role=Role.OWNER)
    here, there = (two.portal(each) for each in two.replicas)

    async def work() -> None:
        for kind in waiting:
            await _once(two, here, there, owner, kind, found)
            if len(found.seconds) % _TOLD_EVERY == 0:
                stage.tell(f"  {len(found.seconds):,} rights taken away")

    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    for each in (here, there):
        await each.http.aclose()
    return found


async def _once(two: Estate, here: Portal, there: Portal, owner: Colleague, kind: str, found: Losses) -> None:
    scene = await _scene(two, here, there, owner, kind)
    caller, gone = there.bearer(scene.token_of(scene.who)), REVOCATIONS[kind][1]
    if not await _seen(caller, scene.client) >= (gone or {"wallet"}):
        found.never_had.append(kind)

    async def use() -> None:
        if await _seen(caller, scene.client) & (gone or {"wallet", "users", "invoices"}):
            found.requests.append(kind)

    seconds, loser, told = await revoked(scene, kind, use)
    found.seconds.append(seconds)
    later = [shown(each) for each in loser.payloads(told) if each["cause"] == "FACTS"]
    if any(gone is None or each & gone for each in later):
        found.events.append(kind)


async def _scene(two: Estate, here: Portal, there: Portal, owner: Colleague, kind: str) -> Remote:
    """A client with all rights for the firm, and somebody who uses them."""
    client = await two.firm.client(level=AccessLevel.EXTENDED, grants=[Grant.PAY_INVOICES])
    who: Colleague | Integration
    if kind == "integration disabled":
        who = await two.firm.integration(SCOPES)
    else:
        who = await two.firm.colleague(role=Role.BOOKKEEPER)
        await two.firm.assign(who, client)
    port = Port(urlsplit(str(there.http.base_url)).port or 0)
    attention = Attention(two.store, two.vault, datetime.now(UTC))
    return Remote(here, port, two.store, attention, two.firm, owner, client, who)


async def _seen(caller: Caller, client: Client) -> set[str]:
    """Which fields of a client somebody is answered; who is told to come back does so."""
    while "UNAVAILABLE" in (answer := await caller(_QUERY, id=client.public_id)).codes:
        await asyncio.sleep(0.01)
    assert answer.status in {200, 401, 403}, answer.body
    data = answer.body.get("data") or {}
    return shown({"client": data.get("node")})


SCENARIO = Scenario(
    "revoked",
    "Rights are taken away",
    f"{_TIMES:,} times a right is taken away at one replica ({', '.join(REVOCATIONS)}, by turns), while whoever loses "
    f"it has a socket with two streams at another one, and sends a request there as soon as the first has answered. "
    f"{_WITHOUT_REDIS} more times with a frozen Redis.",
    _play,
)
