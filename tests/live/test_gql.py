"""Python's own client speaks with the gateway, over a WebSocket, and comes back when it is cut off."""

import asyncio
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportError
from gql.transport.websockets import WebsocketsTransport

from tests.live.fakes import TICKS, Ticking


async def test_gql_asks_subscribes_and_comes_back(live: Ticking) -> None:
    transport = WebsocketsTransport(
        url=f"ws://127.0.0.1:{live.port.number}/graphql",
        init_payload={"Authorization": f"Bearer {live.token()}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
        ping_interval=1,
        connect_args={"proxy": None},
    )
    client = Client(transport=transport)
    session: Any = await client.connect_async(reconnecting=True, retry_connect=False)
    for number in (1, 2):
        # Asked again and again until it is connected again.
        assert await session.execute(gql("{ partner { name } }")) == {"partner": {"name": "Nord"}}
        ticks = session.subscribe(gql(TICKS))
        following = asyncio.ensure_future(anext(ticks))
        stream = await live.streams.next()
        live.streams.tell(number)
        assert await asyncio.wait_for(following, 10) == {"ticks": number}
        cut_off = asyncio.ensure_future(anext(ticks))
        await asyncio.sleep(0)
        stream.sink._socket.drain()  # type: ignore[attr-defined]
        with pytest.raises(TransportError):
            await asyncio.wait_for(cut_off, 10)
    await client.close_async()
