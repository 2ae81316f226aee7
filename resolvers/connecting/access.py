"""What a client lets the firm do, as it changes: one way for people, links and facts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from domain.access import grant_bits, granted
from domain.changes import MOVED
from domain.connection import ACCESS, client_status
from domain.errors import UserErrorCode, refuse
from domain.vocabulary import AccessLevel, AccessStatus, Grant, OnboardingStatus
from resolvers.attention import refresh_attention
from resolvers.earning.points import review_soon
from resolvers.granting.moving import settle
from store.reading import Row
from store.tables import client
from store.writing import UnitOfWork


async def change_access(
    work: UnitOfWork,
    found: Row,
    *,
    level: AccessLevel | None = None,
    grants: Collection[Grant] | None = None,
    poa: bool | None = None,
    reason: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Changes the access of a locked client; answers whether anything changed; its attention follows.

    `grants` is all that is granted from now on, None what it was. Every kind of change leaves its own audit entry
    and event, grant requests follow. `at` is when it happened, if not now. Raises `Refused` (WRONG_STATE) for a
    client that is disconnected.
    """
    if found.access_status == AccessStatus.DISCONNECTED:
        message = "The client is DISCONNECTED; nothing of its access can change any more."
        raise refuse(UserErrorCode.WRONG_STATE, message, "input", "clientId")
    changes = [*_level(found, level), *_grants(found, grants), *_poa(found, poa, at or work.now)]
    for action, before, after in changes:
        await work.update(client, after, id=found.id)
        told = {"before": _told(before), "after": _told(after), "payload": _moved(before, after)}
        await work.record(action, "CLIENT", found.id, client_id=found.id, reason=reason, **told)
    if changes:
        await refresh_attention(work, [found.id])
        # A client whose access is suspended is not an active one.
        review_soon(work)
    if grants is not None:
        await settle(work, found, found.grants, grant_bits(tuple(grants)))
    return bool(changes)


_Change = tuple[str, dict[str, Any], dict[str, Any]]


def _level(found: Row, level: AccessLevel | None) -> list[_Change]:
    if level is None or level == found.level:
        return []
    return [("client.level_changed", {"level": found.level}, {"level": level})]


def _grants(found: Row, grants: Collection[Grant] | None) -> list[_Change]:
    if grants is None or grant_bits(tuple(grants)) == found.grants:
        return []
    return [("client.grants_changed", {"grants": found.grants}, {"grants": grant_bits(tuple(grants))})]


def _poa(found: Row, poa: bool | None, at: datetime) -> list[_Change]:
    if poa is None or poa == found.poa_granted:
        return []
    access, event = AccessStatus(found.access_status), "restore" if poa else "suspend"
    # Access that never had the power of attorney was not suspended for the lack of it.
    access = ACCESS.events[event].get(access, access)
    status = client_status(access, OnboardingStatus(found.onboarding_status))
    before = {"poa_granted": found.poa_granted, "access_status": found.access_status, "status": found.status}
    after = {"poa_granted": poa, "access_status": access, "status": status, "poa_changed_at": at}
    return [(f"client.poa_{'granted' if poa else 'revoked'}", before, after)]


def _moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What streams are told of a level."""
    return {MOVED: [before["level"], after["level"]]} if "level" in after else {}


def _told(columns: dict[str, Any]) -> dict[str, Any]:
    """What the audit says: grants by their names."""
    return columns | ({"grants": list(granted(columns["grants"]))} if "grants" in columns else {})
