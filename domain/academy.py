"""What becomes of a colleague's courses and certificates, and when somebody is told.

Our own design: a certificate is due for renewal 30 days before its end, and its holder gets a mail then, 7 days
before, and at the end.
"""

from calendar import monthrange
from datetime import datetime, timedelta

from domain.errors import UserErrorCode, refuse
from domain.machine import Machine
from domain.vocabulary import CertificateStatus, EnrolmentStatus

_ENROLLED, _IN_PROGRESS = EnrolmentStatus.ENROLLED, EnrolmentStatus.IN_PROGRESS
_VALID, _DUE, _EXPIRED = CertificateStatus.VALID, CertificateStatus.RENEWAL_DUE, CertificateStatus.EXPIRED

ENROLMENT = Machine(
    "an enrolment",
    _ENROLLED,
    {
        "start": {_ENROLLED: _IN_PROGRESS},
        "complete": {_IN_PROGRESS: EnrolmentStatus.COMPLETED},
        "leave": {_ENROLLED: EnrolmentStatus.LEFT, _IN_PROGRESS: EnrolmentStatus.LEFT},
    },
)
# A clock that stood still meets certificates that were never due before they expired.
CERTIFICATE = Machine(
    "a certificate",
    _VALID,
    {
        "fall due": {_VALID: _DUE},
        "expire": {_VALID: _EXPIRED, _DUE: _EXPIRED},
        "renew": dict.fromkeys((_VALID, _DUE, _EXPIRED), CertificateStatus.RENEWED),
    },
)
OPEN = frozenset({_ENROLLED, _IN_PROGRESS})

# So long before its end a certificate is due for renewal.
RENEWABLE = timedelta(days=30)
# How long before the end its holder is told, the first to the last; each once.
NOTICES = (RENEWABLE, timedelta(days=7), timedelta(0))


def status_at(expires_at: datetime | None, now: datetime) -> CertificateStatus:
    """What time makes of a certificate that was not renewed."""
    if expires_at is None or now < expires_at - RENEWABLE:
        return _VALID
    return _DUE if now < expires_at else _EXPIRED


def notices_by(expires_at: datetime, now: datetime) -> int:
    """How many of `NOTICES` are due by a moment."""
    return sum(expires_at - before <= now for before in NOTICES)


def next_notice(expires_at: datetime | None, given: int) -> datetime | None:
    """When the next notice is due after so many were given; None when nothing is to come."""
    return None if expires_at is None or given >= len(NOTICES) else expires_at - NOTICES[given]


def end_of(months: int | None, now: datetime, before: datetime | None) -> datetime | None:
    """When a certificate of now ends that is good for some months; None: never.

    Whoever renews one that is due, and ends `before`, loses no day: its months are counted from there.
    """
    if months is None:
        return None
    is_early = before is not None and now < before and status_at(before, now) is _DUE
    return _later(before if before is not None and is_early else now, months)


def check_renewable(status: CertificateStatus, is_newer: bool, expires_at: datetime | None) -> None:
    """Refuses to take a course again while its certificate holds; `is_newer`: the course has another version now."""
    if status is not _VALID or is_newer:
        return
    until = "for ever" if expires_at is None else f"until {expires_at:%Y-%m-%d}"
    when = "" if expires_at is None else f", from {expires_at - RENEWABLE:%Y-%m-%d} on"
    message = f"There is a certificate that is good {until}; renew it when it is due{when}, or for a new version."
    raise refuse(UserErrorCode.ALREADY_CERTIFIED, message, "input", "courseId")


def _later(moment: datetime, months: int) -> datetime:
    """The same day and time some months later; the last day of a month that is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
