"""The addresses of the token endpoint, its keys, and the documents by which clients find both."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from domain.vocabulary import OF_FIRMS, Scope
from gateway.oauth.assertion import EVERY_ALGORITHM
from gateway.oauth.endpoint import ENDPOINT, RESOURCES, TokenEndpoint
from gateway.settings import Issuer
from gateway.tokens.own import OwnIssuer
from store.faults import StoreFault

KEYS_PATH = "/.well-known/jwks.json"
SERVER_PATH = "/.well-known/oauth-authorization-server"
RESOURCE_PATH = "/.well-known/oauth-protected-resource"
_KEPT = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


def oauth_routes(endpoint: TokenEndpoint, issuers: tuple[Issuer, ...]) -> list[BaseRoute]:
    """All of them; `issuers` are the others whose tokens are taken here."""
    own = endpoint.issuer
    servers = [own.name, *(issuer.issuer for issuer in issuers)]

    async def token(request: Request) -> Response:
        return await endpoint(request)

    return [
        Route(ENDPOINT, token, methods=["POST"]),
        Route(KEYS_PATH, _keys(own)),
        Route(SERVER_PATH, _constant(_server(own.name))),
        # What a document says has to be the address that is asked (RFC 9728, section 3.3): each has its own.
        *(Route(RESOURCE_PATH + path, _constant(_resource(own.name + path, servers))) for path in RESOURCES),
    ]


def challenge(public_url: str, path: str) -> str:
    """What a request that is refused at a path is told of where tokens are to be had (RFC 9728, section 5.1)."""
    return f'Bearer error="invalid_token", resource_metadata="{public_url}{RESOURCE_PATH}{path}"'


def _server(name: str) -> dict[str, Any]:
    return {
        "issuer": name,
        "token_endpoint": name + ENDPOINT,
        "jwks_uri": name + KEYS_PATH,
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": EVERY_ALGORITHM,
        "scopes_supported": [scope.value for scope in Scope if scope in OF_FIRMS],
    }


def _resource(name: str, servers: list[str]) -> dict[str, Any]:
    return {
        "resource": name,
        "authorization_servers": servers,
        "bearer_methods_supported": ["header"],
        "scopes_supported": [scope.value for scope in Scope],
    }


def _constant(document: dict[str, Any]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return JSONResponse(document, headers=_KEPT)

    return answer


def _keys(own: OwnIssuer) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await own.published(), headers=_KEPT)
        except StoreFault:
            return PlainTextResponse("The keys cannot be read at the moment.\n", 503, {"Retry-After": "1"})

    return answer
