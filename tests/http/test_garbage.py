"""What a request leaves behind: nothing that only the garbage collector could free."""

import gc
import json
from collections.abc import AsyncIterator, Iterator

import pytest
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from resolvers.context import Context
from tests.http.sockets import Port, post, served
from tests.portal import Portal
from tests.world import World

# Of every kind of field: attributes, relations, batches, connections, ordinary resolvers with and without arguments.
QUERY = """{ viewer { role memberships { partnerName } } partner { name
  clients(first: 5) { totalCount nodes { name wallet { balance { amount } } assignments { colleague { name } } } }
  bookkeepingOverview { balances { clientCount } attentionCounts { clientCount } } } }"""
REQUESTS = 6


@pytest.fixture
async def port(portal: Portal) -> AsyncIterator[Port]:
    async with served(portal.app) as opened:
        yield opened


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def test_what_a_request_read_is_freed_with_it(
    world: World, portal: Portal, port: Port, without_collector: None
) -> None:
    boss = await (await world.partner()).colleague()
    headers = [f"{name}: {value}" for name, value in portal.of(boss).headers.items()]
    body = json.dumps({"query": QUERY}).encode()
    async with port.connected() as wire:
        for _ in range(REQUESTS):
            await wire.send(post(body, *headers))
            assert (await wire.answer())[0] == 200
    left = [type(each) for each in gc.get_objects() if isinstance(each, Context | RequestResponseCycle)]
    assert left.count(Context) == 0
    # A connection remembers its last request, and that one's task may only be ending.
    assert left.count(RequestResponseCycle) <= 2
