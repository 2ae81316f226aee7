"""`gateway query`: one operation, run in this process by the same engine that serves HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson

from domain.errors import ErrorCode, RequestError
from execution.document import DocumentRefused
from gateway.asked import Asked
from gateway.cli.database import ready_store
from gateway.cli.naming import public_id
from gateway.http.answers import told
from gateway.operations import Operations
from gateway.problems import explain
from gateway.settings import Settings
from gateway.tokens import InvalidToken
from gateway.wiring import operations_of

_OPTIONS = {
    "in the header `Gateway-Partner`": "by `--partner`",
    "`Gateway-Partner`": "`--partner`",
    "`operationName`": "`--operation`",
}


async def answer(settings: Settings, asked: Asked, token: str | None, partner: str | None) -> dict[str, Any]:
    """The response, also to what is refused."""
    async with _opened(settings) as operations:
        try:
            async with asyncio.timeout(settings.request_timeout_seconds):
                return await _run(operations, asked, token, partner)
        except DocumentRefused as refused:
            errors = [error.formatted for error in refused.errors]
            return {"errors": [{**error, "message": _by_options(error["message"])} for error in errors]}
        except InvalidToken as invalid:
            return told(RequestError(ErrorCode.UNAUTHENTICATED, str(invalid)))
        except Exception as error:
            code, message, extensions = explain(error)
            return told(RequestError(ErrorCode[code], _by_options(message), extensions))


def _by_options(message: str) -> str:
    """A message that names what a request over HTTP would carry, in the words of the command."""
    for carried, option in _OPTIONS.items():
        message = message.replace(carried, option)
    return message


def printed(response: dict[str, Any]) -> str:
    """A response as people read it."""
    return orjson.dumps(response, option=orjson.OPT_INDENT_2).decode()


async def _run(operations: Operations, asked: Asked, token: str | None, partner: str | None) -> dict[str, Any]:
    firm = None if partner is None else await public_id(operations.store, partner)
    signed_in = await operations.sign_in(token, firm)
    prepared = operations.document(asked, signed_in)
    operations.admit(prepared, prepared.operation(asked.operation_name), signed_in)
    return await operations.run(prepared, asked, signed_in)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Operations]:
    async with ready_store(settings) as store:
        operations = operations_of(settings, store)
        try:
            yield operations
        finally:
            await operations.verifier.aclose()
