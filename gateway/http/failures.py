"""What a client is told of a request that did not come to run."""

from dataclasses import dataclass, field
from typing import Any

from domain.errors import ErrorCode, RequestError
from execution.document import DocumentRefused
from gateway.budgets import rate_limit
from gateway.http.answers import STATUS, told
from gateway.http.leaving import ClientLeft
from gateway.http.refusals import HttpError
from gateway.problems import explain
from gateway.tokens import InvalidToken, KeysUnavailable


@dataclass(frozen=True, slots=True)
class Failure:
    """A response without data; `status` None: whatever suits the response."""

    response: dict[str, Any]
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


def failure_of(error: Exception) -> Failure:
    """How any exception is told; what is unexpected is logged, and told by a reference only."""
    if isinstance(error, HttpError):
        refused_as = ErrorCode.RATE_LIMITED if error.status == 429 else ErrorCode.BAD_REQUEST
        return Failure(told(RequestError(refused_as, str(error))), error.status, error.headers)
    if isinstance(error, DocumentRefused):
        return Failure({"errors": [each.formatted for each in error.errors]})
    if isinstance(error, ClientLeft):
        return Failure(told(RequestError(ErrorCode.BAD_REQUEST, "The client left.")), 499)
    if isinstance(error, KeysUnavailable):
        message = "The issuer's keys cannot be had at the moment."
        return Failure(told(RequestError(ErrorCode.UNAVAILABLE, message)), 503)
    if isinstance(error, InvalidToken):
        return Failure(told(RequestError(ErrorCode.UNAUTHENTICATED, str(error))), 401)
    code, message, extensions = explain(error)
    known = ErrorCode[code]
    headers = _until(extensions) if known is ErrorCode.RATE_LIMITED else {}
    return Failure(told(RequestError(known, message, extensions)), STATUS.get(known), headers)


def _until(extensions: dict[str, Any]) -> dict[str, str]:
    """When to come again, and with how much."""
    seconds = extensions["retryAfter"]
    return {"Retry-After": str(seconds), **rate_limit(extensions["budget"], extensions["remaining"], seconds)}
