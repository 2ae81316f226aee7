"""A firm whose clock is turned by hand."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from resolvers.clock import Rounds
from store.engine import Store
from store.vault import Vault
from tests.world import Firm

Tick = Callable[..., Awaitable[int]]


@pytest.fixture
def clock(store: Store, vault: Vault) -> Callable[[Firm], Tick]:
    """Goes one round at the firm's moment, or so much later."""

    def of(firm: Firm) -> Tick:
        async def tick(**later: float) -> int:
            return await Rounds(store, vault).go(firm.now + timedelta(**later))

        return tick

    return of
