"""The life of an integration: who may sign in as one, with which scopes, and how its secrets follow one another."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from domain.errors import UserErrorCode, refuse
from domain.machine import Machine
from domain.vocabulary import OF_FIRMS, IntegrationStatus, Scope

# The issuer of integrations whose tokens the gateway signs itself, whatever its public address is.
OWN_ISSUER = "urn:partner-gateway:own"
WRITING = frozenset({Scope.PEOPLE_WRITE, Scope.INVITES_WRITE, Scope.FACTS_WRITE})
MOST_INTEGRATIONS, MOST_KEYS = 100, 5
MOST_OVERLAP = timedelta(days=7)

_ACTIVE, _DISABLED, _EXPIRED = IntegrationStatus.ACTIVE, IntegrationStatus.DISABLED, IntegrationStatus.EXPIRED
INTEGRATION = Machine(
    "an integration",
    _ACTIVE,
    {
        "disable": {_ACTIVE: _DISABLED, _EXPIRED: _DISABLED},
        "enable": {_DISABLED: _ACTIVE},
    },
)


class Life(Protocol):
    """What decides whether an integration may sign in."""

    is_enabled: bool
    expires_at: datetime | None


class Held(Protocol):
    """What decides about its scopes; `scopes` are words with spaces between."""

    scopes: str
    is_restricted: bool


class Secrets(Protocol):
    """Its secrets: tokens of `generation` are good, those of the one before while the old secret lives."""

    generation: int
    old_secret_ends_at: datetime | None


def status_of(row: Life, now: datetime) -> IntegrationStatus:
    """Where it stands now; one that is switched off stays so after its end."""
    if not row.is_enabled:
        return _DISABLED
    return _EXPIRED if row.expires_at is not None and row.expires_at <= now else _ACTIVE


def scopes_of(row: Held) -> frozenset[Scope]:
    """The scopes that it was given; whoever sees only some clients changes nothing of the firm."""
    words = set(row.scopes.split())
    held = frozenset(scope for scope in OF_FIRMS if scope.value in words)
    return held - WRITING if row.is_restricted else held


def stored(scopes: Iterable[Scope]) -> str:
    """Scopes as they are kept, in the order of the vocabulary."""
    wanted = set(scopes)
    return " ".join(scope.value for scope in Scope if scope in wanted)


def is_good(generation: int | None, row: Secrets, now: datetime) -> bool:
    """Whether tokens of a generation are good still."""
    if generation == row.generation:
        return True
    has_old = row.old_secret_ends_at is not None and row.old_secret_ends_at > now
    return has_old and generation == row.generation - 1


def check_scopes(scopes: Iterable[Scope], *, is_restricted: bool) -> None:
    """Raises `Refused` for no scopes at all, and for scopes that do not go with a restriction to some clients."""
    wanted = set(scopes)
    if not wanted:
        raise refuse(UserErrorCode.REQUIRED, "`scopes` is empty; give at least one.", "input", "scopes")
    if foreign := sorted(scope.value for scope in wanted - OF_FIRMS):
        message = f"{' and '.join(foreign)} is for operators of the platform, by tokens of their own; leave it out."
        raise refuse(UserErrorCode.INVALID, message, "input", "scopes")
    writing = sorted(scope.value for scope in wanted & WRITING)
    if is_restricted and writing:
        message = (
            f"{' and '.join(writing)} cannot be given to an integration that sees only some clients: invites, "
            "people and facts concern all of them. Leave it out, or leave `clientIds` out."
        )
        raise refuse(UserErrorCode.INVALID, message, "input", "scopes")
