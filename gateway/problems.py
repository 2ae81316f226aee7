"""What clients are told of failures: a code, a sentence, a reference; never anything internal."""

import secrets
from contextvars import ContextVar
from typing import Any

import structlog

from domain.denials import Counted, Denials
from domain.errors import ErrorCode, RequestError
from store.faults import Contended, TooSlow, Unavailable

log = structlog.get_logger("gateway")

_KNOWN: dict[type[BaseException], tuple[ErrorCode, str]] = {
    Unavailable: (ErrorCode.UNAVAILABLE, "The database cannot be reached at the moment; try again."),
    Contended: (ErrorCode.UNAVAILABLE, "Somebody else changed this at the same moment; try again."),
    TooSlow: (ErrorCode.TIMEOUT, "This took too long; ask for less at a time."),
    TimeoutError: (ErrorCode.TIMEOUT, "This took too long; ask for less at a time."),
}


_request: ContextVar[str | None] = ContextVar("request", default=None)


def name_request() -> str:
    """Names the request that is now handled in this task, and answers its name."""
    name = secrets.token_hex(8)
    _request.set(name)
    return name


def reference() -> str:
    """The name of the request that is handled, to be quoted when asking for help; of anything else a new one."""
    return _request.get() or secrets.token_hex(8)


def explain(error: BaseException) -> tuple[str, str, dict[str, Any]]:
    """The code, message and extensions of an exception; what is unexpected is logged once, with its reference."""
    if isinstance(error, RequestError):
        return error.code.value, error.message, error.extensions
    for kind, (code, message) in _KNOWN.items():
        if isinstance(error, kind):
            return code.value, message, {}
    message = "Something went wrong on our side; quote the reference when you ask for help."
    return ErrorCode.INTERNAL.value, message, {"reference": _logged(error)}


def _logged(error: BaseException) -> str:
    """The reference under which an exception is logged; many fields may meet the same one."""
    known: str | None = getattr(error, "reference", None)
    if known is None:
        known = reference()
        error.reference = known  # type: ignore[attr-defined]
        log.error("unexpected failure", reference=known, exc_info=error)
    return known


def denial_errors(denials: Denials) -> list[dict[str, Any]]:
    """One error per denied coordinate, however many rows it hit."""
    return [_denied(coordinate, counted) for coordinate, counted in sorted(denials.by_coordinate.items())]


def _denied(coordinate: str, counted: Counted) -> dict[str, Any]:
    denial = counted.denial
    extensions = {
        "code": ErrorCode.ACCESS_DENIED.value,
        "coordinate": coordinate,
        **denial.told,
        "count": counted.count,
        "path": counted.path,
    }
    return {"message": f"No access to {coordinate}. {denial.message}", "extensions": extensions}
