"""`POST /oauth/token`: a client that proves who it is gets an access token of ten minutes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.integration import scopes_of
from domain.vocabulary import Scope
from gateway.counting import Counters
from gateway.http.refusals import HttpError
from gateway.oauth.clients import prove
from gateway.oauth.form import read_form
from gateway.oauth.guessing import attempt, check_tokens
from gateway.oauth.presented import read_presented
from gateway.oauth.refusal import TokenRefused, invalid_request
from gateway.tokens.own import LIFETIME, OwnIssuer
from store.engine import Store
from store.faults import StoreFault
from store.reading import Row
from store.vault import Vault

ENDPOINT = "/oauth/token"
_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
# Whoever fails waits so long at the least: what was wrong cannot be told from the time.
_REFUSAL_SECONDS = 0.05


@dataclass(frozen=True)
class TokenEndpoint:
    """Answers token requests; `clock` is that of the integrations' ends and overlaps."""

    store: Store
    vault: Vault
    issuer: OwnIssuer
    counters: Counters
    clock: Callable[[], datetime]

    async def __call__(self, request: Request) -> Response:
        """A token, or an error of RFC 6749; never anything internal."""
        begun = asyncio.get_running_loop().time()
        try:
            return JSONResponse(await self._token(request), headers=_NOT_KEPT)
        except TokenRefused as refused:
            if refused.code == "invalid_client":
                await asyncio.sleep(begun + _REFUSAL_SECONDS - asyncio.get_running_loop().time())
            return _told(refused)
        except HttpError as error:
            return _told(TokenRefused("invalid_request", str(error), error.status, error.headers))
        except StoreFault:
            message = "The database cannot be reached at the moment; try again."
            return _told(TokenRefused("temporarily_unavailable", message, 503, {"Retry-After": "1"}))

    async def _token(self, request: Request) -> dict[str, Any]:
        form = await read_form(request)
        if "grant_type" not in form:
            raise invalid_request("`grant_type` is missing; it must be client_credentials.")
        if form["grant_type"] != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "The only `grant_type` is client_credentials.")
        presented = read_presented(request, form)
        address = request.client.host if request.client else ""
        async with attempt(self.counters, presented.client_id, address):
            audiences = (self.issuer.name, self.issuer.name + ENDPOINT)
            proven = await prove(self.store, self.vault, presented, audiences, self.clock())
        await check_tokens(self.counters, presented.client_id)
        scopes = _granted(proven.row, form.get("scope"))
        token = await self.issuer.mint(presented.client_id, scopes, proven.generation)
        lifetime = int(LIFETIME.total_seconds())
        return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime, "scope": " ".join(scopes)}


def _granted(row: Row, asked: str | None) -> list[str]:
    """The scopes of the token: all of the integration's, or those of them that were asked for."""
    held = scopes_of(row)
    own = [scope.value for scope in Scope if scope in held]
    if asked is None:
        return own
    wanted = asked.split(" ")
    if not set(wanted) <= set(own):
        message = f"The integration has not got all of these scopes; it has {' '.join(own) or 'none'}."
        raise TokenRefused("invalid_scope", message)
    return [scope for scope in own if scope in wanted]


def _told(refused: TokenRefused) -> Response:
    body = {"error": refused.code, "error_description": refused.message.replace('"', "'").replace("`", "'")}
    return JSONResponse(body, refused.status, headers=_NOT_KEPT | dict(refused.headers))
