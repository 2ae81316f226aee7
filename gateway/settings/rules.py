"""What must hold between settings: each rule gives a sentence per problem, naming the variable and the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from importlib.util import find_spec
from typing import TYPE_CHECKING

from domain.integration import OWN_ISSUER
from gateway.settings.addresses import is_protected
from gateway.settings.environment import variable

if TYPE_CHECKING:
    from gateway.settings.model import Settings

_REQUIRED_IN_PRODUCTION = {
    "public_url": "set it to the https address clients use",
    "platform_url": "set it to the address where clients' accounts are opened",
    "issuers": "list at least one trusted token issuer",
    "secret_keys": "set a secret of at least 32 characters, as `openssl rand -hex 32` makes",
}


def _required(settings: Settings, given: Set[str]) -> Iterator[str]:
    for name, cure in _REQUIRED_IN_PRODUCTION.items():
        if settings.in_production and name not in given:
            yield f"{variable(name)}: is required in production; {cure}."


def _protected(settings: Settings, given: Set[str]) -> Iterator[str]:
    if not settings.in_production:
        return
    for name in ("public_url", "portal_url", "platform_url", "accounts_url"):
        if name in given and not is_protected(getattr(settings, name)):
            yield f"{variable(name)}: must begin with https:// in production, except on a loopback address."
    for place, issuer in enumerate(settings.issuers, 1):
        if not is_protected(issuer.jwks_url):
            yield f"GATEWAY_ISSUERS: item {place}: jwks_url must begin with https://, except on a loopback address."


def _not_ourselves(settings: Settings, _: Set[str]) -> Iterator[str]:
    for place, issuer in enumerate(settings.issuers, 1):
        if issuer.issuer in (settings.public_url, OWN_ISSUER):
            yield f"GATEWAY_ISSUERS: item {place}: is the gateway itself, which needs not be listed; remove it."


def _no_local_issuer(settings: Settings, _: Set[str]) -> Iterator[str]:
    if settings.in_production and settings.local_issuer:
        yield "GATEWAY_LOCAL_ISSUER: is refused in production; remove it and list real issuers in GATEWAY_ISSUERS."


def _some_issuer(settings: Settings, given: Set[str]) -> Iterator[str]:
    if not (settings.in_production or settings.local_issuer or "issuers" in given):
        yield "GATEWAY_ISSUERS: is missing while GATEWAY_LOCAL_ISSUER is false, so nobody could log in; set one."


def _named_hosts(settings: Settings, _: Set[str]) -> Iterator[str]:
    if not settings.allowed_hosts:
        yield "GATEWAY_ALLOWED_HOSTS: is empty, so no request could be answered; list hosts or remove it."
    if settings.in_production and "*" in settings.allowed_hosts:
        yield "GATEWAY_ALLOWED_HOSTS: * is refused in production; list the host names that lead here."


def _workers(settings: Settings, _: Set[str]) -> Iterator[str]:
    if settings.workers == 1:
        return
    if settings.redis_url is None:
        yield "GATEWAY_WORKERS: more than one needs GATEWAY_REDIS_URL, or events stay in one process; set it or use 1."
    if settings.on_sqlite:
        yield "GATEWAY_WORKERS: more than one needs PostgreSQL; set GATEWAY_DATABASE_URL to it or use 1."


def _trusted(settings: Settings, _: Set[str]) -> Iterator[str]:
    if settings.trusted_documents_only and settings.trusted_documents is None:
        yield "GATEWAY_TRUSTED_DOCUMENTS: is missing while only trusted documents are accepted; name their manifest."


def _metrics(settings: Settings, _: Set[str]) -> Iterator[str]:
    if settings.in_production and settings.metrics and settings.metrics_token is None:
        yield "GATEWAY_METRICS_TOKEN: is required in production while GATEWAY_METRICS is true; set one."


def _traces(settings: Settings, _: Set[str]) -> Iterator[str]:
    if settings.otlp_url is not None and find_spec("opentelemetry") is None:
        yield "GATEWAY_OTLP_URL: needs the extra `otel`; install requirements/otel.txt, or remove the variable."


Rule = Callable[["Settings", Set[str]], Iterator[str]]
RULES: tuple[Rule, ...] = (
    _required,
    _protected,
    _no_local_issuer,
    _not_ourselves,
    _some_issuer,
    _named_hosts,
    _workers,
    _trusted,
    _metrics,
    _traces,
)
