"""What the demo world's clients are waited for: grants that are asked for, and when to look at what."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.access import GRANT_BITS
from domain.attention import END_OF_TIME
from domain.attention_rules import Thresholds, next_due
from domain.granting import LIFETIME
from domain.invite import OPEN, stale_from
from domain.vocabulary import DueKind, Grant, GrantDirection, GrantRequestStatus
from store.demo.batch import Batch
from store.demo.dice import dice
from store.demo.staff import Staff
from store.demo.standing import Standing
from store.tables import due, grant_request, invite

_MESSAGE = "With this we could take the routine off your hands."
# No later, since assignments of a client may end by themselves, too.
_LOOK_WITHIN = timedelta(days=1)
_REFUSED, _UNTIL_REFUSED = 0.2, timedelta(seconds=40)


def add_waiting(batch: Batch, standing: Standing, client_id: UUID, staff: Staff, limits: Thresholds) -> None:
    """Adds what the client was asked for and has not answered, and when its attention can change."""
    for asked_at in standing.facts.grants_asked:
        batch.add(grant_request, client_id=client_id, **_request(standing, staff, asked_at))
    turning = next_due(standing.facts, standing.now, limits) or END_OF_TIME
    soon = min(turning, standing.now + _LOOK_WITHIN)
    batch.add(due, kind=DueKind.CLIENT, object_id=client_id, at=soon)


def watch_invites(batch: Batch, now: datetime) -> None:
    """Has every open invite of the batch looked at when it turns stale, and those that are, when they expire."""
    for row in batch.rows[invite]:
        if row["status"] in OPEN:
            since = stale_from(row["opened_at"], row["sent_at"], row["expires_at"])
            row["stale_since"] = since if since <= now else None
            batch.add(due, kind=DueKind.INVITE, object_id=row["id"], at=row["expires_at"] if since <= now else since)


def _request(standing: Standing, staff: Staff, asked_at: datetime) -> dict[str, Any]:
    """Asked without a link: the client answers on the platform, also where the mail came back."""
    refused = dice("refused", standing.company.account_number).chance(_REFUSED)
    return {
        "id": standing.throw.id(asked_at),
        "grant": next(grant for grant in Grant if not standing.grants & GRANT_BITS[grant]),
        "direction": GrantDirection.FIRM_ASKS,
        "status": GrantRequestStatus.PENDING,
        "message": _MESSAGE,
        "requested_by": standing.throw.choice(staff.workers) if staff.workers else None,
        "created_at": asked_at,
        "expires_at": asked_at + LIFETIME,
        "bounced_at": asked_at + _UNTIL_REFUSED if refused else None,
    }
