"""Whether the process lives, and whether it can serve."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from store.engine import Store
from store.revisions import pending

NOT_CACHED = {"Cache-Control": "no-store"}


async def trouble_with(store: Store, seconds: float) -> str | None:
    """Why nothing can be done with a store: its database does not answer for so long, or it lacks migrations."""
    try:
        async with asyncio.timeout(seconds):
            behind = await pending(store)
    except Exception:
        return "database"
    return "migrations" if behind else None


@dataclass
class Health:
    """Answers probes; `draining` is set as soon as the process is told to stop."""

    store: Store
    draining: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[BaseRoute]:
        """`/health/live` and `/health/ready`."""
        return [Route("/health/live", self.live), Route("/health/ready", self.ready)]

    async def live(self, request: Request) -> Response:
        """200 while the process runs, whatever its surroundings do."""
        return JSONResponse({"status": "live"}, headers=NOT_CACHED)

    async def ready(self, request: Request) -> Response:
        """200 when requests can be served; 503 with the reason otherwise."""
        problem = await self._problem()
        if problem:
            return JSONResponse({"status": "not ready", "reason": problem}, 503, headers=NOT_CACHED)
        return JSONResponse({"status": "ready"}, headers=NOT_CACHED)

    async def _problem(self) -> str | None:
        return "draining" if self.draining.is_set() else await trouble_with(self.store, 1)
