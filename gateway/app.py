"""Joins everything into one application."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route

from execution.engine import Engine
from gateway.background import working
from gateway.development import development_routes
from gateway.events import Hub
from gateway.events.service import following
from gateway.facts.endpoint import FACTS_PATH, facts_endpoint_of
from gateway.hand_over import hand_over_routes
from gateway.health import Health
from gateway.hosts import HostCheck
from gateway.http.endpoint import Endpoint
from gateway.http.headers import OURS
from gateway.http.origin import Origins
from gateway.http.requests import Bounds
from gateway.live.callers import Callers
from gateway.logs import configure_logs
from gateway.loop_lag import keep_measuring
from gateway.metrics import Metrics
from gateway.oauth.endpoint import TokenEndpoint
from gateway.oauth.routes import challenge, oauth_routes
from gateway.operations import Operations
from gateway.right_time import RightTime
from gateway.scraping import metrics_routes
from gateway.settings import Settings
from gateway.sse.service import EventStreams
from gateway.streams import Ending, EndingCode
from gateway.tokens import TrustedIssuer
from gateway.tracing import traces_to
from gateway.unsubscribing import unsubscribe_routes
from gateway.webhooks.service import courier_of
from gateway.websocket.service import Service
from gateway.wiring import Clock, contexts_of, operations_of, store_of
from store.engine import Store

_METHODS = ["GET", "POST"]
_COUNTED_EVERY_SECONDS = 5
_GOING = Ending(EndingCode.DRAINING, EndingCode.DRAINING.meaning)


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Clock | None = None,
    trusting: Sequence[TrustedIssuer] = (),
) -> Starlette:
    """The application of some settings; raises SettingsError when its keys or files cannot be had.

    `trusting` are issuers of tokens beside the configured ones; a `clock` holds for all but tokens.
    """
    opened, now = store or store_of(settings), RightTime()
    clock = clock or now
    health, metrics = Health(opened), Metrics(traces_to(settings.otlp_url))
    hub = Hub(opened, metrics.events)
    operations = operations_of(settings, opened, clock=clock, now=now, trusting=trusting, hub=hub)
    running = partial(_running, settings, opened, now, clock, operations, hub, metrics)
    routes = _routes(settings, opened, clock, operations, health, metrics)
    app = Starlette(routes=routes, middleware=_middleware(settings), lifespan=lambda _: running())
    app.state.health, app.state.hub, app.state.operations = health, hub, operations
    return app


def _routes(
    settings: Settings, store: Store, clock: Clock, operations: Operations, health: Health, metrics: Metrics
) -> list[BaseRoute]:
    vault, counters = operations.vault, operations.budgets.shared
    return [
        Route("/graphql", endpoint_of(settings, operations, metrics), methods=_METHODS),
        Route(FACTS_PATH, facts_endpoint_of(settings, operations), methods=["POST"]),
        *oauth_routes(token_endpoint_of(settings, operations), settings.issuers),
        *hand_over_routes(store, vault, operations.links, clock),
        *unsubscribe_routes(store, vault, counters, settings.portal_url, clock),
        *health.routes(),
        *metrics_routes(settings, metrics, operations.engine),
        *development_routes(settings, store, vault, clock),
    ]


@asynccontextmanager
async def _running(
    settings: Settings,
    store: Store,
    now: RightTime,
    clock: Clock,
    operations: Operations,
    hub: Hub,
    metrics: Metrics,
) -> AsyncIterator[None]:
    """What runs beside the requests; streams are ended first, the store is closed last but for the traces."""
    async with AsyncExitStack() as ending:
        if metrics.traces is not None:
            ending.push_async_callback(asyncio.to_thread, metrics.traces.close)
        for close in (store.close, operations.verifier.aclose, operations.budgets.shared.aclose):
            ending.push_async_callback(close)
        await ending.enter_async_context(now.kept(store))
        ending.push_async_callback(operations.usage.write, all_of_them=True)
        ending.callback(asyncio.create_task(operations.usage.keep_writing()).cancel)
        ending.callback(asyncio.create_task(keep_measuring(metrics.loop_lag)).cancel)
        if settings.workers > 1:
            ending.callback(asyncio.create_task(_keep_counting(metrics, operations.engine)).cancel)
        await ending.enter_async_context(following(settings, store, hub, metrics.events))
        if settings.background:
            courier = courier_of(
                settings, store, operations.engine, contexts_of(settings, store), clock, metrics.webhooks
            )
            await ending.enter_async_context(working(settings, store, operations.vault, clock, courier, hub))
        yield
        if operations.streams is not None:
            await operations.streams.aclose(_GOING)


async def _keep_counting(metrics: Metrics, engine: Engine) -> None:
    """Other worker processes may be the ones that are scraped."""
    while True:
        metrics.remember(engine)
        await asyncio.sleep(_COUNTED_EVERY_SECONDS)


def endpoint_of(settings: Settings, operations: Operations, metrics: Metrics) -> Endpoint:
    """`/graphql`, by HTTP, WebSocket and server-sent events."""
    bounds, seconds = bounds_of(settings), settings.request_timeout_seconds
    sockets = Service(
        operations,
        bounds,
        seconds,
        metrics,
        Callers(settings.max_sockets, metrics.connections("sockets")),
        message_bytes=settings.max_message_bytes,
        most_operations=settings.max_socket_operations,
        origins=frozenset(settings.allowed_origins),
    )
    event_streams = EventStreams(
        operations, Callers(settings.max_socket_operations, metrics.connections("event_streams"))
    )
    return Endpoint(
        operations, bounds, seconds, metrics, sockets, event_streams, challenge(settings.public_url, "/graphql")
    )


def token_endpoint_of(settings: Settings, operations: Operations) -> TokenEndpoint:
    """`/oauth/token`, where integrations get their tokens."""
    counters = operations.budgets.shared
    return TokenEndpoint(operations.store, operations.vault, operations.issuer, counters, operations.clock)


def bounds_of(settings: Settings) -> Bounds:
    """The settings' bounds on requests."""
    return Bounds(settings.max_body_bytes, settings.max_variables_bytes, settings.max_list_items)


def app_from_environment() -> Starlette:
    """For worker processes, which are told nothing but their environment."""
    settings = Settings.from_environment(os.environ)
    configure_logs(settings)
    return create_app(settings)


def _middleware(settings: Settings) -> list[Middleware]:
    hosts = Middleware(HostCheck, allowed=frozenset(settings.allowed_hosts))
    noted = Middleware(Origins, proxies=settings.trusted_proxies)
    if not settings.allowed_origins:
        return [hosts, noted]
    origins = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=_METHODS,
        allow_headers=OURS,
        max_age=600,
    )
    return [hosts, origins, noted]
