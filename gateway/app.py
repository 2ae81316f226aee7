"""Joins everything into one application."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route

from domain.access import Viewer, ViewerKind
from domain.catalogue import Catalogue
from domain.ports import NO_COMPANIES, NO_REGISTER, CompanyRegister, KnownCompanies, PlatformDirectory
from domain.vocabulary import Role
from execution.engine import Engine
from execution.limits import Limits
from execution.subscriptions import Subscriptions
from gateway.accounts.service import opens_accounts
from gateway.background import working
from gateway.budgets import Budgets
from gateway.counting import counters_of
from gateway.development import development_routes
from gateway.doorkeeper import Door
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
from gateway.metrics import Metrics
from gateway.oauth.endpoint import TokenEndpoint
from gateway.oauth.routes import challenge, oauth_routes
from gateway.operations import Operations
from gateway.problems import explain
from gateway.scraping import metrics_routes
from gateway.settings import Settings, SettingsError
from gateway.sse.service import EventStreams
from gateway.streams import Ending, EndingCode, Streams
from gateway.streams.cursors import Cursors
from gateway.streams.live import LiveStreams
from gateway.streams.scene import Scene
from gateway.tokens import TrustedIssuer, build_verifier
from gateway.tokens.own import OwnIssuer
from gateway.tracing import traces_to
from gateway.trusted import Trusted, load_trusted
from gateway.unsubscribing import unsubscribe_routes
from gateway.usage import Usage
from gateway.webhooks.service import courier_of, documents_of
from gateway.websocket.service import Service
from loaders.paging import MAX_SIZE
from resolvers.context import Context, Links
from schema.access import AnyColleague, field_kinds, gated_schema, schema_gates, served_schema
from store.catalogue import CatalogueError, read_catalogue
from store.demo.invites import on_platform
from store.demo.register import DemoRegister
from store.engine import Store, open_store
from store.vault import Vault

Clock = Callable[[], datetime]
_METHODS = ["GET", "POST"]
_COUNTED_EVERY_SECONDS = 5
_GOING = Ending(EndingCode.DRAINING, EndingCode.DRAINING.meaning)


def utc_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, store: Store | None = None, clock: Clock = utc_now, trusting: Sequence[TrustedIssuer] = ()
) -> Starlette:
    """The application of some settings; raises SettingsError when its keys or files cannot be had.

    `trusting` are issuers of tokens beside the configured ones.
    """
    opened = store or store_of(settings)
    health, metrics = Health(opened), Metrics(traces_to(settings.otlp_url))
    hub = Hub(opened, metrics.events)
    operations = operations_of(settings, opened, clock=clock, trusting=trusting, hub=hub)
    endpoint = endpoint_of(settings, operations, metrics)
    routes: list[BaseRoute] = [
        Route("/graphql", endpoint, methods=_METHODS),
        Route(FACTS_PATH, facts_endpoint_of(settings, operations), methods=["POST"]),
        *oauth_routes(token_endpoint_of(settings, operations), settings.issuers),
        *hand_over_routes(opened, operations.vault, operations.links, clock),
        *unsubscribe_routes(opened, operations.vault, operations.budgets.shared, settings.portal_url, clock),
        *health.routes(),
        *metrics_routes(settings, metrics, operations.engine),
        *development_routes(settings, opened, operations.vault, clock),
    ]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        counting = asyncio.create_task(_keep_counting(metrics, operations.engine)) if settings.workers > 1 else None
        writing = asyncio.create_task(operations.usage.keep_writing())
        courier = courier_of(
            settings, opened, operations.engine, contexts_of(settings, opened), clock, metrics.webhooks
        )
        background = working(settings, opened, operations.vault, clock, courier, hub)
        async with (
            following(settings, opened, hub, metrics.events),
            background if settings.background else nullcontext(),
        ):
            yield
            if operations.streams is not None:
                await operations.streams.aclose(_GOING)
        if counting is not None:
            counting.cancel()
        writing.cancel()
        await operations.usage.write(all_of_them=True)
        await operations.budgets.shared.aclose()
        await operations.verifier.aclose()
        await opened.close()
        if metrics.traces is not None:
            await asyncio.to_thread(metrics.traces.close)

    app = Starlette(routes=routes, middleware=_middleware(settings), lifespan=lifespan)
    app.state.health, app.state.hub, app.state.operations = health, hub, operations
    return app


async def _keep_counting(metrics: Metrics, engine: Engine) -> None:
    """Other worker processes may be the ones that are scraped."""
    while True:
        metrics.remember(engine)
        await asyncio.sleep(_COUNTED_EVERY_SECONDS)


def store_of(settings: Settings) -> Store:
    """The store that the settings name, under the server's own role."""
    return open_store(settings.database_url, role=settings.database_role, pool_size=settings.database_pool_size)


def operations_of(
    settings: Settings,
    store: Store,
    *,
    clock: Clock = utc_now,
    trusting: Sequence[TrustedIssuer] = (),
    hub: Hub | None = None,
) -> Operations:
    """What runs operations, wherever they come from; raises SettingsError. Without a hub nothing can be followed."""
    engine, vault = engine_of(settings), Vault(settings.secret_keys)
    counters = counters_of(settings.redis_url)
    issuer = OwnIssuer(store, vault, settings.public_url)
    return Operations(
        store=store,
        vault=vault,
        verifier=build_verifier(settings, [*trusting, issuer.trusted]),
        issuer=issuer,
        budgets=Budgets(settings.integration_budget, settings.person_budget, counters),
        door=Door(counters, settings.applications_from_address, settings.applications_in_all),
        usage=Usage(store, vault, clock),
        engine=engine,
        trusted=trusted_of(settings, engine),
        links=links_of(settings),
        clock=clock,
        catalogue=catalogue_of(settings),
        directory=directory_of(settings),
        register=register_of(settings),
        suggests=settings.introspection,
        webhooks=documents_of(settings, engine),
        opens_accounts=opens_accounts(settings),
        streams=None if hub is None else streams_of(settings, store, engine, hub, clock),
    )


def streams_of(settings: Settings, store: Store, engine: Engine, hub: Hub, clock: Clock) -> Streams:
    """What runs subscriptions, fed by a hub."""
    cursors, seconds = Cursors(Vault(settings.secret_keys)), settings.request_timeout_seconds
    return LiveStreams(Scene(store, hub, Subscriptions(engine), cursors, contexts_of(settings, store), clock, seconds))


def contexts_of(settings: Settings, store: Store) -> Callable[..., Context]:
    """`Context` with all that does not depend on the event."""
    return partial(
        Context,
        store=store,
        vault=Vault(settings.secret_keys),
        links=links_of(settings),
        catalogue=catalogue_of(settings),
        directory=directory_of(settings),
        suggests=settings.introspection,
    )


def links_of(settings: Settings) -> Links:
    """The public addresses."""
    return Links(settings.public_url, settings.portal_url, settings.platform_url)


def engine_of(settings: Settings) -> Engine:
    """The engine over the schema with its gates, within the settings' bounds."""
    return Engine(
        served_schema(),
        limits_of(settings),
        explain,
        introspection=settings.introspection,
        kinds=field_kinds(),
        gates=schema_gates(),
        fallback=gated_schema(),
    )


def trusted_of(settings: Settings, engine: Engine) -> Trusted:
    """The documents of the settings' manifest, planned for every role; raises ManifestError."""
    trusted = load_trusted(settings.trusted_documents, engine.documents, only=settings.trusted_documents_only)
    colleagues = [AnyColleague(Viewer(ViewerKind.COLLEAGUE, role=role)) for role in Role]
    for prepared in trusted:
        engine.executor.warm(prepared.document, colleagues)
    return trusted


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
    return Endpoint(operations, bounds, seconds, metrics, sockets, event_streams, challenge(settings.public_url))


def token_endpoint_of(settings: Settings, operations: Operations) -> TokenEndpoint:
    """`/oauth/token`, where integrations get their tokens."""
    counters = operations.budgets.shared
    return TokenEndpoint(operations.store, operations.vault, operations.issuer, counters, operations.clock)


def bounds_of(settings: Settings) -> Bounds:
    """The settings' bounds on requests."""
    return Bounds(settings.max_body_bytes, settings.max_variables_bytes, settings.max_list_items)


def limits_of(settings: Settings) -> Limits:
    """The settings' bounds on documents."""
    return Limits(
        document_bytes=settings.max_document_bytes,
        tokens=settings.max_document_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        root_fields=settings.max_root_fields,
        list_items=settings.max_list_items,
        page=MAX_SIZE,
        cost=settings.max_cost,
    )


def catalogue_of(settings: Settings) -> Catalogue:
    """The courses and resources of the settings' folder, or those built in; raises SettingsError."""
    try:
        return read_catalogue(settings.catalogue)
    except CatalogueError as error:
        raise SettingsError([f"GATEWAY_CATALOGUE: {problem}" for problem in error.problems]) from None


def directory_of(settings: Settings) -> PlatformDirectory:
    """Who is on the platform: in development a few companies of the demo; a real directory is still to be joined."""
    return NO_COMPANIES if settings.in_production else KnownCompanies(on_platform())


def register_of(settings: Settings) -> CompanyRegister:
    """Where companies are looked up: in development the demo's; a real register is still to be joined."""
    return NO_REGISTER if settings.in_production else DemoRegister()


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
