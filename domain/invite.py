"""The life of invites: to a new client (outbound), from a client (inbound), to a colleague."""

from datetime import datetime, timedelta

from domain.machine import Machine
from domain.vocabulary import InviteKind, InviteStatus

CLIENT_INVITE_LIFETIME = timedelta(days=30)
COLLEAGUE_INVITE_LIFETIME = timedelta(days=7)
# When a company that has not answered is reminded, counted from the last sending; each once.
CLIENT_REMINDERS = (timedelta(days=5), CLIENT_INVITE_LIFETIME - timedelta(days=3))
STALE_AFTER = timedelta(days=5)
EXPIRES_SOON = timedelta(days=3)

_SENT, _RECEIVED = InviteStatus.SENT, InviteStatus.RECEIVED

CLIENT_INVITE = Machine(
    "a client invite",
    _SENT,
    {
        "accept": {_SENT: InviteStatus.ACCEPTED},
        "decline": {_SENT: InviteStatus.DECLINED},
        "cancel": {_SENT: InviteStatus.CANCELLED},
        "expire": {_SENT: InviteStatus.EXPIRED},
        "bounce": {_SENT: InviteStatus.BOUNCED},
        "resend": {_SENT: _SENT, InviteStatus.EXPIRED: _SENT, InviteStatus.BOUNCED: _SENT},
    },
)

INBOUND_INVITE = Machine(
    "an inbound invite",
    _RECEIVED,
    {
        "accept": {_RECEIVED: InviteStatus.ACCEPTED},
        "decline": {_RECEIVED: InviteStatus.DECLINED},
        "expire": {_RECEIVED: InviteStatus.EXPIRED},
        "withdraw": {_RECEIVED: InviteStatus.WITHDRAWN},
        "resend": {},
        "cancel": {},
    },
)

COLLEAGUE_INVITE = Machine(
    "a colleague invite",
    _SENT,
    {
        "accept": {_SENT: InviteStatus.ACCEPTED},
        "cancel": {_SENT: InviteStatus.CANCELLED},
        "expire": {_SENT: InviteStatus.EXPIRED},
        "bounce": {_SENT: InviteStatus.BOUNCED},
        "resend": {_SENT: _SENT, InviteStatus.EXPIRED: _SENT, InviteStatus.BOUNCED: _SENT},
    },
)

MACHINES = {
    InviteKind.CLIENT: CLIENT_INVITE,
    InviteKind.INBOUND: INBOUND_INVITE,
    InviteKind.COLLEAGUE: COLLEAGUE_INVITE,
}

OPEN = frozenset({_SENT, _RECEIVED})


def stale_from(
    opened_at: datetime | None,
    sent_at: datetime,
    expires_at: datetime,
    unopened_for: timedelta = STALE_AFTER,
    expires_within: timedelta = EXPIRES_SOON,
) -> datetime:
    """INVITE_STALE: from when an invite is unopened for 5 days, or expires within 3, unless other limits are given."""
    ending = expires_at - expires_within
    return ending if opened_at is not None else min(ending, sent_at + unopened_for)
