"""A gateway on the test's database, and the people who call it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
from joserfc.jwk import OKPKey
from starlette.applications import Starlette

from domain.ids import IdKind, encode
from gateway.app import create_app
from gateway.settings import Settings
from gateway.tokens import LocalIssuer
from gateway.tokens.trust import trusting
from store.engine import Store
from tests.world import ISSUER, Colleague, Integration

SECRET_KEY = "a key for tests alone of 32 letters"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `data` and `errors` as GraphQL means them, `raw` byte for byte."""

    status: int
    headers: Mapping[str, str]
    raw: bytes
    body: Any

    @property
    def data(self) -> Any:
        """The data; an answer without any fails the test with its errors."""
        assert "data" in self.body, self.body
        return self.body["data"]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors."""
        found: list[dict[str, Any]] = self.body.get("errors", [])
        return found

    @property
    def codes(self) -> list[str]:
        """The codes of the errors."""
        return [error["extensions"]["code"] for error in self.errors]


@dataclass(frozen=True)
class Caller:
    """Somebody with (or without) a token."""

    http: httpx2.AsyncClient
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, query: str, **variables: Any) -> Answer:
        """Sends one operation."""
        return await self.post({"query": query, "variables": variables})

    async def post(self, body: Any, **headers: str) -> Answer:
        """Sends any JSON to the endpoint."""
        response = await self.http.post("/graphql", json=body, headers={**self.headers, **headers})
        return answer(response)

    def with_headers(self, **headers: str) -> "Caller":
        """The same caller with further headers; underscores stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Caller(self.http, {**self.headers, **named})


def answer(response: httpx2.Response) -> Answer:
    """An HTTP response, read."""
    body = response.json() if "json" in response.headers.get("content-type", "") else None
    return Answer(response.status_code, response.headers, response.content, body)


@dataclass(frozen=True)
class Portal:
    """A running gateway."""

    app: Starlette
    http: httpx2.AsyncClient
    issuer: LocalIssuer
    settings: Settings

    @property
    def anybody(self) -> Caller:
        """A caller without a token."""
        return Caller(self.http)

    def of(self, colleague: Colleague) -> Caller:
        """A colleague, for that colleague's firm."""
        return self.bearer(self.token_of(colleague)).with_headers(Gateway_Partner=_partner(colleague))

    def token_of(self, colleague: Colleague, **claims: Any) -> str:
        """A colleague's token; `claims` are what the issuer's `mint` takes."""
        identity = colleague.identity
        return self.issuer.mint(identity.subject, email=identity.email, name=identity.name, **claims)

    def person(self, email: str, subject: str | None = None) -> Caller:
        """A signed-in person, known to the issuer by a verified e-mail address."""
        return self.bearer(self.issuer.mint(subject or email, email=email))

    def machine(self, integration: Integration, *scopes: str) -> Caller:
        """An integration, whose token carries some scopes."""
        client_id = integration.client_id
        return self.bearer(self.issuer.mint(client_id, client_id=client_id, scopes=scopes))

    def bearer(self, token: str) -> Caller:
        """Whoever a token speaks for."""
        return Caller(self.http, {"Authorization": f"Bearer {token}"})


def open_portal(
    store: Store, url: str, folder: Path, now: datetime, issuer: LocalIssuer | None = None, **settings: str
) -> Portal:
    """A gateway over a store, at a fixed moment; its issuer is a new one, unless one is given."""
    environ = {
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_DATABASE_URL": url,
        "GATEWAY_SECRET_KEYS": SECRET_KEY,
        "GATEWAY_PUBLIC_URL": "http://gateway.example",
        "GATEWAY_PORTAL_URL": "https://portal.example",
        "GATEWAY_PLATFORM_URL": "https://platform.example",
        **settings,
    }
    read = Settings.from_environment(environ)
    issuer = issuer or LocalIssuer(OKPKey.generate_key("Ed25519"), ISSUER, "partner-gateway")
    app = create_app(read, store=store, clock=lambda: now, trusting=[trusting(issuer)])
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://gateway.example")
    return Portal(app, http, issuer, read)


def _partner(colleague: Colleague) -> str:
    return encode(IdKind.PARTNER, colleague.partner_id)
