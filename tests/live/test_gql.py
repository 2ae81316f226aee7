"""Python's own client follows the whole gateway over a WebSocket, and misses nothing while that is restarted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportClosed, TransportConnectionFailed
from gql.transport.websockets import WebsocketsTransport

from domain.vocabulary import Role
from tests.live.reference_clients import Address
from tests.portal import Portal
from tests.streams.listening import Attention
from tests.world import Client as Company
from tests.world import World

FIRM = GraphQLRequest("{ partner { name } }")
CHANGES = """subscription ($after: String) { clientAttentionChanged(after: $after, snapshot: true) {
  cursor clientId level { after } } }"""


@asynccontextmanager
async def connected(url: str, token: str) -> AsyncIterator[Any]:
    """A session that connects, asks and reconnects with the client's own retries."""
    transport = WebsocketsTransport(
        url=url,
        init_payload={"Authorization": f"Bearer {token}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
        ping_interval=1,
        connect_args={"proxy": None},
    )
    client = Client(transport=transport)
    yield await client.connect_async(reconnecting=True)
    await client.close_async()


async def follow(session: Any, told: asyncio.Queue[tuple[str, str | None]]) -> None:
    """As programs do it: whenever the connection was lost, the subscription is sent again after the last cursor."""
    cursor: str | None = None
    while True:
        try:
            async for result in session.subscribe(GraphQLRequest(CHANGES, variable_values={"after": cursor})):
                payload = result["clientAttentionChanged"]
                cursor = payload["cursor"]
                told.put_nowait((payload["clientId"], payload["level"] and payload["level"]["after"]))
        except (TransportClosed, TransportConnectionFailed):
            # Asked again and again until it is connected again.
            assert await session.execute(FIRM) == {"partner": {"name": "Nord"}}


async def test_gql_follows_through_a_restart_and_misses_nothing(
    address: Address, world: World, portal: Portal, attention: Attention
) -> None:
    firm = await world.partner("Nord")
    token = portal.token_of(await firm.colleague(role=Role.ADMIN))
    early, live, missed, last = [await firm.client() for _ in range(4)]
    told = asyncio.Queue[tuple[str, str | None]]()

    async def next_is(about: Company, level: str | None) -> None:
        assert await asyncio.wait_for(told.get(), 30) == (about.public_id, level)

    await attention.moves(early, "WARNING")
    async with AsyncExitStack() as closing:
        async with address.gateway():
            session = await closing.enter_async_context(connected(address.url("ws"), token))
            following = asyncio.create_task(follow(session, told))
            closing.callback(following.cancel)
            # Of the present state.
            await next_is(early, None)
            await attention.moves(live, "WARNING")
            await next_is(live, "WARNING")
        await attention.moves(missed, "CRITICAL")
        async with address.gateway():
            await next_is(missed, "CRITICAL")
            await attention.moves(last, "INFO")
            await next_is(last, "INFO")
            assert not following.done()
            await closing.aclose()
