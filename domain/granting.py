"""The life of a grant request, asked by the firm or offered by the client."""

from datetime import timedelta

from domain.machine import Machine
from domain.vocabulary import GrantRequestStatus as Status

LIFETIME = timedelta(days=14)

_PENDING = Status.PENDING

GRANT_REQUEST = Machine(
    "a grant request",
    _PENDING,
    {
        "grant": {_PENDING: Status.GRANTED},
        "decline": {_PENDING: Status.DECLINED},
        "cancel": {_PENDING: Status.CANCELLED},
        "expire": {_PENDING: Status.EXPIRED},
        "revoke": {Status.GRANTED: Status.REVOKED},
    },
)
