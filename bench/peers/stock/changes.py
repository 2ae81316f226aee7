"""Stock Strawberry's subscriptions on its own ASGI application; changes come from memory, no database is asked."""

import asyncio
from collections.abc import AsyncIterator

import strawberry
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from bench.peers.settings import serve


@strawberry.type
class Colleague:
    """A colleague."""

    id: strawberry.ID
    name: str
    role: str
    email: str


@strawberry.type
class ColleagueChange:
    """What changed."""

    change: str
    colleague: Colleague


_listening: set[asyncio.Queue[ColleagueChange]] = set()


@strawberry.type
class Query:
    """Nothing."""

    nothing: str = ""


@strawberry.type
class Mutation:
    """What tells the subscribers."""

    @strawberry.mutation
    def change_role(self, role: str) -> bool:
        """Changes a role."""
        colleague = Colleague(id=strawberry.ID("colleague_1"), name="Bo Berg", role=role, email="bo@small.example")
        for each in _listening:
            each.put_nowait(ColleagueChange(change="ROLE_CHANGED", colleague=colleague))
        return True


@strawberry.type
class Subscription:
    """What is listened to."""

    @strawberry.subscription
    async def colleague_changed(self) -> AsyncIterator[ColleagueChange]:
        """The firm's people."""
        queue = asyncio.Queue[ColleagueChange]()
        _listening.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            _listening.discard(queue)


if __name__ == "__main__":
    schema = strawberry.Schema(Query, Mutation, Subscription)
    serve(GraphQL(schema, subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL]), ws="websockets-sansio")
