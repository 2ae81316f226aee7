"""`POST /oauth/token`: a client that proves who it is gets an access token of ten minutes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.counting import Counters
from gateway.http.origin import address_of
from gateway.http.refusals import HttpError
from gateway.oauth.assertion import MOST_LIFETIME, Assertions, Used
from gateway.oauth.clients import GRANT, Client, client_of
from gateway.oauth.form import read_form
from gateway.oauth.guessing import attempt, check_tokens
from gateway.oauth.presented import client_id_of
from gateway.oauth.refusal import TokenRefused, invalid_client, invalid_request
from gateway.oauth.server import Server
from gateway.problems import explain
from gateway.tokens.own import OwnIssuer
from store.engine import Store
from store.faults import StoreFault
from store.tables import integration_assertion
from store.vault import Vault
from store.writing import Actor, unit_of_work

ENDPOINT = "/oauth/token"
# What tokens are good for, beneath the public address, which stands for all of it.
RESOURCES = ("", "/graphql", "/facts")
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
        except Exception as error:
            _, message, extensions = explain(error)
            return _told(TokenRefused("server_error", f"{message} {extensions.get('reference', '')}".strip(), 500))

    async def _token(self, request: Request) -> dict[str, Any]:
        form = await read_form(request)
        if "grant_type" not in form:
            raise invalid_request("`grant_type` is missing; it must be client_credentials.")
        assertions = Assertions((self.issuer.name, self.issuer.name + ENDPOINT))
        if form["grant_type"] != GRANT:
            # Before any client is looked up: so the time tells nothing of who exists.
            raise TokenRefused("unsupported_grant_type", f"The only `grant_type` is {GRANT}.")
        self._check_target(form.get("resource"))
        address = address_of(request.scope) or ""
        client_id = await self._client_id(request, form, assertions, address)
        async with attempt(self.counters, client_id, address):
            client = await client_of(self.store, client_id, self.clock())
            server = Server(client, assertions, await self.issuer.signer())
            answer = server.answer(form, request.headers.get("authorization"))
            if client is not None and assertions.used is not None:
                await self._use(client, assertions.used)
        await check_tokens(self.counters, client_id)
        return answer

    def _check_target(self, resource: str | None) -> None:
        """Tokens are good for the whole gateway; raises TokenRefused for anything else (RFC 8707, section 2)."""
        if resource is not None and resource not in {self.issuer.name + path for path in RESOURCES}:
            message = f"`resource` can be {self.issuer.name}, or left out: tokens are good for nothing else."
            raise TokenRefused("invalid_target", message)

    async def _client_id(self, request: Request, form: Mapping[str, str], assertions: Assertions, address: str) -> str:
        """Raises TokenRefused; whoever names nobody in a way that can be read has tried as well."""
        try:
            return client_id_of(request, form, assertions)
        except TokenRefused:
            async with attempt(self.counters, "", address):
                raise

    async def _use(self, client: Client, used: Used) -> None:
        """Raises TokenRefused for an assertion that was used before."""
        # Another replica's clock may be behind: what this one takes for over could still be used there.
        row, moment = client.row, datetime.now(UTC) - MOST_LIFETIME
        mark = {"integration_id": row.id, "jti_hash": used.name, "expires_at": used.ends_at}
        actor = Actor("INTEGRATION", row.id)
        async with unit_of_work(self.store, row.partner_id, actor, self.clock(), self.vault) as work:
            await work.delete_up_to(integration_assertion, "expires_at", moment, integration_id=row.id)
            is_new = await work.insert_new(integration_assertion, mark)
        if not is_new:
            raise invalid_client()


def _told(refused: TokenRefused) -> Response:
    body = {"error": refused.code, "error_description": refused.message.replace('"', "'").replace("`", "'")}
    return JSONResponse(body, refused.status, headers=_NOT_KEPT | dict(refused.headers))
