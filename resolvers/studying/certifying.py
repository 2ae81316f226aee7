"""Certificates: issued when a course is completed, renewed by the next one, ended by time."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from domain.academy import CERTIFICATE, RENEWABLE, end_of, next_notice, notices_by, status_at
from domain.attention import END_OF_TIME
from domain.catalogue import Course
from domain.vocabulary import CertificateStatus as Status
from domain.vocabulary import DueKind
from resolvers.earning.points import colleague_certified
from resolvers.studying.letters import write_to_learner
from store.attention import file_due
from store.ids import new_id
from store.reading import Row
from store.tables import certificate, colleague, due
from store.writing import UnitOfWork

_LIVE = (Status.VALID, Status.RENEWAL_DUE, Status.EXPIRED)
# By the number of notices given, the last one among them.
_NOTICES = {1: "certificate_renewal_due", 2: "certificate_expires_soon", 3: "certificate_expired"}


async def certify(work: UnitOfWork, enrolment: Row, person: Row, course: Course) -> UUID:
    """The certificate of a completed enrolment of a locked colleague; it takes the place of the one before."""
    own = {"colleague_id": person.id, "course_id": course.id}
    before = await work.get(certificate, lock=True, status=_LIVE, **own)
    if before is not None:
        await move(work, before, "renew")
        await work.delete(due, kind=DueKind.CERTIFICATE, object_id=before.id)
    id, expires_at = new_id(), end_of(course.valid_months, work.now, before.expires_at if before else None)
    told = {"number": _number(work), "course_title": course.title, "course_version": course.version}
    row = told | own | {"id": id, "enrolment_id": enrolment.id, "status": CERTIFICATE.initial, "expires_at": expires_at}
    row |= {"issued_at": work.now, "renews": before.id if before else None}
    await work.insert(certificate, row | {"renewable_from": expires_at and expires_at - RENEWABLE})
    if (at := next_notice(expires_at, 0)) is not None:
        await file_due(work, DueKind.CERTIFICATE, {id: at})
    ends = {"expires_at": expires_at.isoformat() if expires_at else None}
    await work.record("certificate.issued", "CERTIFICATE", id, after=told | {"colleague_id": person.id} | ends)
    renews = before.id if before else None
    await colleague_certified(work, id, person.id, expires_at or END_OF_TIME, renews=renews)
    await write_to_learner(work, person, "certificate_issued", told | ends)
    return id


async def move(work: UnitOfWork, row: Row, event: str) -> None:
    """Moves a locked certificate on; raises `Refused` (WRONG_STATE)."""
    after = CERTIFICATE.after(event, Status(row.status), "input")
    await work.update(certificate, {"status": after}, id=row.id)
    before = {"status": row.status}
    await work.record(f"certificate.{after.lower()}", "CERTIFICATE", row.id, before=before, after={"status": after})


async def note_time(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """What time has made of certificates: their state, a mail to each holder, and when to look again."""
    rows = [row for row in await work.find(certificate, lock=True, id=ids) if row.status in _LIVE and row.expires_at]
    holders = {row.id: row for row in await work.find(colleague, id={row.colleague_id for row in rows})}
    moments = {}
    for row in rows:
        given = max(notices_by(row.expires_at, work.now), row.notices)
        if given > row.notices:
            await _notice(work, row, holders[row.colleague_id], given)
        moments[row.id] = next_notice(row.expires_at, given)
    await work.delete(due, kind=DueKind.CERTIFICATE, object_id=ids)
    await file_due(work, DueKind.CERTIFICATE, {id: at for id, at in moments.items() if at is not None})


async def _notice(work: UnitOfWork, row: Row, holder: Row, given: int) -> None:
    """One mail, also where a clock that stood still has missed the notices before."""
    status = status_at(row.expires_at, work.now)
    if status != row.status:
        await move(work, row, "expire" if status is Status.EXPIRED else "fall due")
    await work.update(certificate, {"notices": given}, id=row.id)
    said = {"number": row.number, "course_title": row.course_title, "expires_at": row.expires_at.isoformat()}
    await write_to_learner(work, holder, _NOTICES[given], said)


def _number(work: UnitOfWork) -> str:
    """Nobody learns from it how many certificates there are."""
    return f"AC-{work.now:%Y}-{secrets.token_hex(5).upper()}"
