"""Connections that are cut off at every message: from cursor to cursor, nothing is lost, doubled or out of order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import pytest

from domain.vocabulary import Role
from tests.http.sockets import Port
from tests.live.sockets import socket_to
from tests.live.sse import events_from
from tests.people.asking import ASSIGN, UNASSIGN, ask, ids
from tests.portal import Portal
from tests.streams.documents import ATTENTION
from tests.streams.listening import LEVELS, Attention
from tests.world import Client, Firm, World

Next: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]


@asynccontextmanager
async def by_socket(port: Port, token: str, after: str | None) -> AsyncIterator[Next]:
    """What comes over a WebSocket, which is cut without a goodbye."""
    async with socket_to(port) as socket:
        await socket.init(token)
        await socket.ask(ATTENTION, extensions={"after": after})

        async def following() -> dict[str, Any]:
            message = await socket.hear()
            assert message["type"] == "next", message
            found: dict[str, Any] = message["payload"]
            return found

        yield following
        socket.connection.transport.abort()


@asynccontextmanager
async def by_events(port: Port, token: str, after: str | None) -> AsyncIterator[Next]:
    """The same by server-sent events."""
    async with events_from(port, ATTENTION, token, {"Last-Event-ID": after} if after else {}) as events:

        async def following() -> dict[str, Any]:
            id, found = await events.next()
            assert id == found["extensions"]["cursor"]
            return dict(found)

        yield following
        events.cut()


WAYS = {"socket": by_socket, "events": by_events}


class Reader:
    """Reads from cursor to cursor."""

    def __init__(self, way: Any, port: Port, token: str, after: str | None = None) -> None:
        self._way, self._port, self._token = way, port, token
        self.after = after
        self.answers: list[dict[str, Any]] = []

    async def read(self, count: int) -> None:
        """Reads so many over one connection, and cuts it."""
        async with self._way(self._port, self._token, self.after) as following:
            for _ in range(count):
                self.answers.append(await following())
                self.after = self.answers[-1]["extensions"]["cursor"]


@pytest.mark.usefixtures("ringing")
@pytest.mark.parametrize("way", WAYS)
async def test_cut_at_any_message_it_is_the_uninterrupted_run(
    way: str, world: World, portal: Portal, port: Port, attention: Attention
) -> None:
    firm = await world.partner()
    happen, count = await story(firm, portal, attention)
    # Only from the second time on does it begin where it ended.
    await happen()
    bo = await firm.colleague(role=Role.ADMIN)
    token = portal.token_of(bo)
    first = await begun(WAYS[way], port, token, attention, await firm.client())
    await happen()
    whole = Reader(WAYS[way], port, token, first)
    await whole.read(count)
    for cut in range(count + 1):
        parts = Reader(WAYS[way], port, token, first)
        await parts.read(cut)
        await parts.read(count - cut)
        assert parts.answers == whole.answers
    live, each = Reader(WAYS[way], port, token, whole.after), Reader(WAYS[way], port, token, whole.after)
    async with asyncio.TaskGroup() as together:
        together.create_task(live.read(count))
        together.create_task(one_by_one(each, count))
        together.create_task(happen())
    assert [told(answer) for answer in each.answers] == [told(answer) for answer in live.answers]


async def one_by_one(reader: Reader, count: int) -> None:
    """Cuts before every message, and after it."""
    for _ in range(count):
        await reader.read(0)
        await reader.read(1)


def told(answer: dict[str, Any]) -> tuple[str, str]:
    """Which event, and where to go on; objects are as of when it was told."""
    return answer["data"]["clientAttentionChanged"]["eventId"], answer["extensions"]["cursor"]


async def story(firm: Firm, portal: Portal, attention: Attention) -> tuple[Callable[[], Awaitable[None]], int]:
    """What happens, as often as is wanted, and how many messages it makes for an admin."""
    owner, eva = await firm.colleague(role=Role.OWNER), await firm.colleague()
    clients: list[Client] = [await firm.client() for _ in range(2)]

    async def happen() -> None:
        for level in LEVELS[1:]:
            for each in clients:
                await attention.moves(each, level)
        pair = {"clientIds": ids(clients[0]), "colleagueIds": ids(eva)}
        for change in (ASSIGN, UNASSIGN):
            await ask(portal.of(owner), change, **pair)

    # That nobody works there any more, and that somebody does, is told as well.
    return happen, 3 * len(clients) + 2


async def begun(way: Any, port: Port, token: str, attention: Attention, about: Client) -> str:
    """The cursor of the last message about a client; a stream begins with now, a moment after it was asked for."""
    async with way(port, token, None) as following:
        hearing = asyncio.create_task(following())
        while not hearing.done():
            await attention.moves(about, "INFO")
        heard = await hearing
        await attention.moves(about, "NONE", before="INFO")
        while heard["data"]["clientAttentionChanged"]["level"]["after"] != "NONE":
            heard = await following()
        return str(heard["extensions"]["cursor"])
