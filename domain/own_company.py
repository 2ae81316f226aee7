"""The firm's own account on the platform: its life, and how soon the platform is asked again."""

from datetime import datetime, timedelta

from domain.machine import Machine
from domain.vocabulary import OwnCompanyStatus as Status

OWN_COMPANY = Machine(
    "an own company",
    Status.NONE,
    {
        "create": {Status.NONE: Status.CREATING, Status.FAILED: Status.CREATING},
        "activate": {Status.CREATING: Status.ACTIVE},
        "fail": {Status.CREATING: Status.FAILED},
    },
)

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
_LONGEST = timedelta(hours=6)


def ask_again_at(attempts: int, now: datetime) -> datetime:
    """When the platform is asked again, after it was asked so often without an answer that settles it.

    It is never given up: only the platform knows whether there is an account by now.
    """
    return now + (_PAUSES[attempts - 1] if attempts <= len(_PAUSES) else _LONGEST)
