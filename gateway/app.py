"""Joins everything into one application."""

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route

from domain.ports import NO_COMPANIES, KnownCompanies, PlatformDirectory
from execution.engine import Engine
from execution.limits import Limits
from gateway.development import development_routes
from gateway.hand_over import hand_over_routes
from gateway.health import Health
from gateway.hosts import HostCheck
from gateway.http.endpoint import Endpoint
from gateway.logs import configure_logs
from gateway.problems import explain
from gateway.settings import Settings
from gateway.tokens import TrustedIssuer, build_verifier
from resolvers.context import Links
from schema.access import gated_schema
from store.demo.invites import on_platform
from store.engine import Store, open_store
from store.vault import Vault

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, store: Store | None = None, clock: Clock = utc_now, trusting: Sequence[TrustedIssuer] = ()
) -> Starlette:
    """The application of some settings; raises SettingsError when its keys cannot be had.

    `trusting` are issuers of tokens beside the configured ones.
    """
    opened = store or store_of(settings)
    vault = Vault(settings.secret_keys)
    links = Links(settings.public_url, settings.portal_url, settings.platform_url)
    verifier = build_verifier(settings, trusting)
    engine = Engine(gated_schema(), limits_of(settings), explain, introspection=settings.introspection)
    endpoint = Endpoint(settings, opened, vault, verifier, engine, links, clock, directory_of(settings))
    health = Health(opened)
    routes: list[BaseRoute] = [
        Route("/graphql", endpoint.__call__, methods=["GET", "POST"]),
        *hand_over_routes(opened, vault, links, clock),
        *health.routes(),
        *development_routes(settings, opened, vault),
    ]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await verifier.aclose()
        await opened.close()

    app = Starlette(routes=routes, middleware=_middleware(settings), lifespan=lifespan)
    app.state.health = health
    return app


def store_of(settings: Settings) -> Store:
    """The store that the settings name, under the server's own role."""
    return open_store(settings.database_url, role=settings.database_role, pool_size=settings.database_pool_size)


def limits_of(settings: Settings) -> Limits:
    """The settings' bounds on documents."""
    return Limits(
        document_bytes=settings.max_document_bytes,
        tokens=settings.max_document_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        root_fields=settings.max_root_fields,
        list_items=settings.max_list_items,
    )


def directory_of(settings: Settings) -> PlatformDirectory:
    """Who is on the platform: in development a few companies of the demo; a real directory is still to be joined."""
    return NO_COMPANIES if settings.in_production else KnownCompanies(on_platform())


def app_from_environment() -> Starlette:
    """For worker processes, which are told nothing but their environment."""
    settings = Settings.from_environment(os.environ)
    configure_logs(settings)
    return create_app(settings)


def _middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(HostCheck, allowed=frozenset(settings.allowed_hosts)),
        Middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Gateway-Partner"],
            max_age=600,
        ),
    ]
