"""`gateway serve` that commits and then keeps its answers to itself: killed, it has died in between.

It trusts the tests' issuer, whose key lies in its data directory.
"""

import asyncio
import os
from functools import partial
from typing import Any

import gateway.server
from domain.access import Viewer
from gateway.app import create_app
from gateway.settings import Settings
from gateway.tokens import LocalIssuer
from gateway.tokens.trust import trusting
from resolvers.context import Context
from tests.world import ISSUER

AUDIENCE = "partner-gateway"
_become, _refresh = Context.become, Context.refresh


def _committed(self: Any, viewer: Viewer) -> None:
    """What a mutation does first once its transaction is committed."""
    _become(self, viewer)
    self.is_committed = True


async def _never(self: Any) -> None:
    """What it does next."""
    await _refresh(self)
    if getattr(self, "is_committed", False):
        await asyncio.Event().wait()


def main() -> None:
    """Serves until it is killed."""
    settings = Settings.from_environment(os.environ)
    issuer = LocalIssuer.load_or_create(settings.data_dir, ISSUER, AUDIENCE)
    Context.become, Context.refresh = _committed, _never  # type: ignore[method-assign]
    gateway.server.create_app = partial(create_app, trusting=[trusting(issuer)])  # type: ignore[attr-defined]
    gateway.server.serve(settings)


if __name__ == "__main__":
    main()
