"""A worker as a whole: all background work, and beside it probes and metrics on a port of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette

from execution.engine import Engine
from gateway.background import working
from gateway.health import Health
from gateway.loop_lag import keep_measuring
from gateway.metrics import Metrics
from gateway.right_time import RightTime
from gateway.scraping import metrics_routes
from gateway.server import address_of, listen, run
from gateway.settings import Settings
from gateway.webhooks.service import courier_of
from gateway.wiring import contexts_of, engine_of, store_of
from store.engine import Store
from store.vault import Vault


def work(settings: Settings) -> None:
    """Works until a stop signal. Raises PortTaken and SettingsError."""
    listening = listen(settings.host, settings.worker_port, "GATEWAY_WORKER_PORT")
    address = address_of(settings.host, listening.getsockname()[1])
    run(create_worker(settings), settings, listening, f"Working; {address}/health/ready tells whether it can.")


def create_worker(settings: Settings) -> Starlette:
    """What answers there, and works as long as it runs."""
    store, engine, metrics = store_of(settings), engine_of(settings), Metrics()
    health = Health(store)
    routes = [*health.routes(), *metrics_routes(settings, metrics, engine)]
    running = partial(_running, settings, store, engine, metrics)
    app = Starlette(routes=routes, lifespan=lambda _: running())
    app.state.health = health
    return app


@asynccontextmanager
async def _running(settings: Settings, store: Store, engine: Engine, metrics: Metrics) -> AsyncIterator[None]:
    now = RightTime()
    courier = courier_of(settings, store, engine, contexts_of(settings, store), now, metrics.webhooks)
    measuring = asyncio.create_task(keep_measuring(metrics.loop_lag))
    try:
        async with now.kept(store), working(settings, store, Vault(settings.secret_keys), now, courier):
            yield
    finally:
        measuring.cancel()
        await store.close()
