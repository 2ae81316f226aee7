"""The GraphQL endpoint: one operation per request, as the viewer of its token."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import OperationDefinitionNode
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import ErrorCode, RequestError
from execution.document import DocumentRefused, Prepared, is_query
from execution.engine import Engine
from gateway.http.messages import JSON, STATUS, GraphQLRequest, HttpError, answer, negotiate, read, refusal, told
from gateway.problems import denial_errors, explain, reference
from gateway.settings import Settings
from gateway.signing_in import SignedIn, partner_required, sign_in
from gateway.tokens import InvalidToken, KeysUnavailable, Verifier
from resolvers.context import Context, Links
from schema.access import needs_firm, needs_token
from store.engine import Store
from store.vault import Vault

CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
LATER = {"Retry-After": "1"}


@dataclass(frozen=True)
class Endpoint:
    """Everything that an operation needs beside its request."""

    settings: Settings
    store: Store
    vault: Vault
    verifier: Verifier
    engine: Engine
    links: Links
    clock: Callable[[], datetime]

    async def __call__(self, request: Request) -> Response:
        """Answers one HTTP request."""
        media_type = JSON
        try:
            media_type = negotiate(request)
            return await self._answer(request, media_type)
        except HttpError as error:
            return refusal(error.status, str(error), ErrorCode.BAD_REQUEST, error.headers)
        except DocumentRefused as refused:
            return answer({"errors": [error.formatted for error in refused.errors]}, media_type)
        except KeysUnavailable:
            return refusal(503, "The issuer's keys cannot be had at the moment.", ErrorCode.UNAVAILABLE, LATER)
        except InvalidToken as invalid:
            return refusal(401, str(invalid), ErrorCode.UNAUTHENTICATED, CHALLENGE)
        except Exception as error:
            return self._refused(error, media_type)

    def _refused(self, error: Exception, media_type: str) -> Response:
        code, message, extensions = explain(error)
        named = ErrorCode(code)
        response = answer(told(RequestError(named, message, extensions)), media_type, STATUS.get(named))
        response.headers.update(LATER if named is ErrorCode.UNAVAILABLE else {})
        response.headers.update(CHALLENGE if named is ErrorCode.UNAUTHENTICATED else {})
        return response

    async def _answer(self, request: Request, media_type: str) -> Response:
        asked = await read(
            request,
            most_bytes=self.settings.max_body_bytes,
            most_variable_bytes=self.settings.max_variables_bytes,
            most_items=self.settings.max_list_items,
        )
        token = _bearer(request)
        signed_in = await sign_in(self.store, self.verifier, token, request.headers.get("gateway-partner"))
        prepared = self.engine.documents.prepare(asked.query)
        operation = prepared.operation(asked.operation_name)
        if request.method == "GET" and not is_query(operation):
            return refusal(405, "Mutations are sent by POST.", ErrorCode.BAD_REQUEST, {"Allow": "POST"})
        self._admit(prepared, operation, signed_in)
        running = self._run(prepared, asked, signed_in)
        response = await (until_gone(request, running) if is_query(operation) else running)
        return answer(response, media_type)

    def _admit(self, prepared: Prepared, operation: OperationDefinitionNode, signed_in: SignedIn) -> None:
        """Refuses what cannot succeed before anything runs."""
        fields = prepared.root_fields(operation)
        if signed_in.viewer.identity is None and needs_token(operation.operation.value, fields):
            raise RequestError(ErrorCode.UNAUTHENTICATED, "Send an access token: `Authorization: Bearer ...`.")
        if signed_in.must_choose and needs_firm(operation.operation.value, fields):
            raise partner_required(signed_in.memberships)

    async def _run(self, prepared: Prepared, asked: GraphQLRequest, signed_in: SignedIn) -> dict[str, Any]:
        context = Context(
            store=self.store,
            vault=self.vault,
            links=self.links,
            viewer=signed_in.viewer,
            now=self.clock(),
            reference=reference(),
            memberships=signed_in.memberships,
        )
        try:
            async with asyncio.timeout(self.settings.request_timeout_seconds):
                response = await self.engine.run(prepared, asked.operation_name, asked.variables, context)
        finally:
            await context.reader.close()
        denied = denial_errors(context.denials)
        return {"errors": [*response.get("errors", []), *denied], **_data(response)} if denied else response


def _data(response: dict[str, Any]) -> dict[str, Any]:
    return {"data": response["data"]} if "data" in response else {}


def _bearer(request: Request) -> str | None:
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("authorization: not one bearer token")
    return token.strip()


async def until_gone(request: Request, work: Any) -> Any:
    """Runs work, and cancels it when the client leaves."""
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HttpError(499, "The client left.")
        return task.result()
    finally:
        for running in (task, watch):
            running.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
