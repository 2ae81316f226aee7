"""Why a database cannot be used, in words, and what to do; no text here holds an address or what a driver says."""

from collections.abc import Iterator
from socket import gaierror
from typing import NamedTuple


class Trouble(NamedTuple):
    """What is wrong, as a whole sentence, and the cure."""

    what: str
    cure: str


# By the beginning of the SQLSTATE of PostgreSQL.
_TOLD = {
    "22023": Trouble(
        "The role that the server is to act as (GATEWAY_DATABASE_ROLE) does not exist.",
        "Run `gateway migrate`, which makes it; or correct GATEWAY_DATABASE_ROLE.",
    ),
    "3D000": Trouble(
        "The database server answers, but has no database of this name.",
        "Create it (`createdb`), then run `gateway migrate`; or correct the name in GATEWAY_DATABASE_URL.",
    ),
    "28": Trouble(
        "The database server refuses the login.",
        "Check user and password in GATEWAY_DATABASE_URL, and what the server's pg_hba.conf lets in.",
    ),
    "42501": Trouble(
        "The login lacks a right, such as to act as GATEWAY_DATABASE_ROLE.",
        "Check GATEWAY_DATABASE_URL and GATEWAY_DATABASE_ROLE. The login is given it: docs/deploying.md, section 4.",
    ),
    "53300": Trouble(
        "The database server has no connection left.",
        "Raise its `max_connections`, or lower GATEWAY_DATABASE_POOL_SIZE or GATEWAY_WORKERS.",
    ),
    "57P03": Trouble("The database server is starting or stopping.", "Wait a moment, and try again."),
}
_NO_HOST = Trouble("The database's host name is not known.", "Check the host in GATEWAY_DATABASE_URL.")
_SILENT = Trouble(
    "The database does not answer.", "Check that it runs, host and port in GATEWAY_DATABASE_URL, and firewalls between."
)
_NOBODY = Trouble(
    "Nobody answers at the database's address.", "Start the database, or correct host and port in GATEWAY_DATABASE_URL."
)


def trouble_of(error: BaseException) -> Trouble | None:
    """What is behind an error of the store or of a driver; None for one that has no words here."""
    for cause in _causes(error):
        state = getattr(cause, "sqlstate", None)
        if state:
            return next((told for code, told in _TOLD.items() if state.startswith(code)), None)
        if isinstance(cause, OSError):
            return _unreachable(cause)
    return None


def _unreachable(error: OSError) -> Trouble:
    if isinstance(error, gaierror):
        return _NO_HOST
    return _SILENT if isinstance(error, TimeoutError) else _NOBODY


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__
