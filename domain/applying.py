"""The life of a firm's application to become a partner, by either of its doors."""

from datetime import timedelta

from domain.machine import Machine
from domain.vocabulary import ApplicationStatus as Status

# How long each mail of an application can be answered.
LIFETIME = timedelta(days=30)

_WAITING = (Status.INVITED, Status.WEBINAR_SENT, Status.AGREEMENT_SENT)

APPLICATION = Machine(
    "an application",
    Status.SUBMITTED,
    {
        "describe": {Status.INVITED: Status.SUBMITTED},
        "send webinar": {Status.SUBMITTED: Status.WEBINAR_SENT},
        "watch": {Status.WEBINAR_SENT: Status.WEBINAR_WATCHED},
        "send agreement": {
            Status.SUBMITTED: Status.AGREEMENT_SENT,
            Status.WEBINAR_WATCHED: Status.AGREEMENT_SENT,
        },
        "resend": {status: status for status in _WAITING},
        "accept": {Status.AGREEMENT_SENT: Status.AGREED},
        "join": {Status.AGREEMENT_SENT: Status.JOINED},
        "reject": dict.fromkeys(_WAITING, Status.REJECTED),
        "withdraw": dict.fromkeys(_WAITING, Status.WITHDRAWN),
        "expire": dict.fromkeys(_WAITING, Status.EXPIRED),
    },
)

# SUBMITTED and WEBINAR_WATCHED are left in the transaction that reaches them: these are where applications wait.
WAITING = frozenset(_WAITING)
