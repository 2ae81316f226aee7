"""What every part of the streams works with."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.access import Viewer
from execution.subscriptions import Subscriptions
from gateway.events.hub import Hub
from gateway.problems import reference
from gateway.signing_in import memberships_of
from gateway.streams.cursors import Cursors
from resolvers.context import Context, Membership
from store.engine import Store
from store.reading import Reader
from store.tenancy import Keys

# Firms, and streams that catch up, which may read at the same time: the other connections are for requests.
_READING_AT_ONCE = 2


@dataclass(frozen=True)
class Scene:
    """The store and its log, the schema's subscriptions, and what makes a context.

    `make` is `Context` with all that does not depend on the event. One execution may take `seconds`.
    """

    store: Store
    hub: Hub
    subscriptions: Subscriptions
    cursors: Cursors
    make: Callable[..., Context]
    clock: Callable[[], datetime]
    seconds: float
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_READING_AT_ONCE))
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs something beside, until it is done or the streams are closed."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def reader(self, viewer: Viewer) -> Reader:
        """A reader of one moment of a viewer's firm."""
        return Reader(self.store, Keys(partner_id=viewer.tenant))

    async def context(self, viewer: Viewer, reader: Reader, *, with_memberships: bool) -> Context:
        """A fresh context, as of now."""
        memberships: tuple[Membership, ...] = ()
        if with_memberships and viewer.identity is not None and viewer.colleague_id is not None:
            memberships = await memberships_of(self.store, viewer.identity)
        return self.make(viewer=viewer, now=self.clock(), reference=reference(), memberships=memberships, source=reader)
