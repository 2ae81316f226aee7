"""The GraphQL endpoint: one operation per request, as the viewer of its token."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from graphql import OperationDefinitionNode
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import ErrorCode, RequestError
from domain.ports import PlatformDirectory
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

Result = TypeVar("Result")


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
    directory: PlatformDirectory

    async def __call__(self, request: Request) -> Response:
        """Answers one HTTP request."""
        media_type = JSON
        try:
            media_type = negotiate(request)
            asked = await self._read(request)
            async with asyncio.timeout(self.settings.request_timeout_seconds):
                return await self._answer(request, asked, media_type)
        except HttpError as error:
            response = refusal(error.status, str(error), ErrorCode.BAD_REQUEST, media_type)
            response.headers.update(error.headers)
            return response
        except DocumentRefused as refused:
            return answer({"errors": [error.formatted for error in refused.errors]}, media_type)
        except KeysUnavailable:
            return refusal(503, "The issuer's keys cannot be had at the moment.", ErrorCode.UNAVAILABLE, media_type)
        except InvalidToken as invalid:
            return refusal(401, str(invalid), ErrorCode.UNAUTHENTICATED, media_type)
        except Exception as error:
            code, message, extensions = explain(error)
            known = ErrorCode[code]
            return answer(told(RequestError(known, message, extensions)), media_type, STATUS.get(known))

    async def _read(self, request: Request) -> GraphQLRequest:
        return await read(
            request,
            most_bytes=self.settings.max_body_bytes,
            most_variable_bytes=self.settings.max_variables_bytes,
            most_items=self.settings.max_list_items,
        )

    async def _answer(self, request: Request, asked: GraphQLRequest, media_type: str) -> Response:
        token, partner = _bearer(request), request.headers.get("gateway-partner")
        signing_in = sign_in(self.store, self.vault, self.verifier, self.clock(), token, partner)
        signed_in = await until_gone(request, signing_in)
        prepared = self.engine.documents.prepare(asked.query)
        operation = prepared.operation(asked.operation_name)
        if request.method == "GET" and not is_query(operation):
            raise HttpError(405, "Mutations are sent by POST.", {"Allow": "POST"})
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
            directory=self.directory,
        )
        try:
            response = await self.engine.run(prepared, asked.operation_name, asked.variables, context)
        finally:
            await context.reader.close()
        return self.engine.with_errors(response, denial_errors(context.denials))


def _bearer(request: Request) -> str | None:
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("authorization: not one bearer token")
    return token.strip()


async def until_gone(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """Runs work, and cancels it when the client leaves; what was cancelled has let go of its connection."""
    task, watch = asyncio.create_task(work), asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HttpError(499, "The client left.")
        return task.result()
    finally:
        for running in (task, watch):
            running.cancel()
        await asyncio.gather(task, watch, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
