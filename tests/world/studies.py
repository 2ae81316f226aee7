"""What a firm's people learn: enrolments and certificates."""

from datetime import datetime, timedelta
from typing import Any

from domain.academy import RENEWABLE, next_notice, notices_by
from domain.catalogue import Course
from domain.vocabulary import CertificateStatus, DueKind, EnrolmentStatus
from store.attention import file_due
from store.catalogue import built_in
from store.ids import new_id
from store.tables import certificate, enrolment
from tests.world.base import Part
from tests.world.things import Certificate, Colleague, Enrolment


class Studies(Part):
    """Factories of these; `course` is a key of the built-in catalogue."""

    async def enrolment(
        self,
        of: Colleague,
        course: str = "first-client",
        *,
        status: EnrolmentStatus = EnrolmentStatus.ENROLLED,
        **columns: Any,
    ) -> Enrolment:
        """A colleague takes a course, or took it."""
        row: dict[str, Any] = {"id": new_id(), "colleague_id": of.id, "status": status, **_named(course)}
        row |= {"enrolled_by": of.id, "enrolled_at": self.now} | columns
        await self.insert(enrolment, row)
        return Enrolment(row["id"])

    async def certificate(
        self,
        of: Colleague,
        course: str = "first-client",
        *,
        expires_in: timedelta | None = timedelta(days=200),
        status: CertificateStatus = CertificateStatus.VALID,
        **columns: Any,
    ) -> Certificate:
        """A completed course, with its certificate, of which all notices were given that are due by now."""
        ends = None if expires_in is None else self.now + expires_in
        done = await self.enrolment(of, course, status=EnrolmentStatus.COMPLETED, completed_at=self.now)
        row: dict[str, Any] = {"id": new_id(), "enrolment_id": done.id, "colleague_id": of.id, **_named(course)}
        row |= {"number": f"AC-{self.ground.names.number()}", "status": status, "issued_at": self.now}
        row |= {"expires_at": ends, "renewable_from": ends and ends - RENEWABLE}
        row |= {"notices": notices_by(ends, self.now) if ends else 0} | columns
        async with self.work() as work:
            await work.insert(certificate, row)
            moments: dict[Any, datetime | None] = {row["id"]: next_notice(ends, row["notices"])}
            await file_due(work, DueKind.CERTIFICATE, {id: at for id, at in moments.items() if at})
        return Certificate(row["id"], row["number"])


def _named(key: str) -> dict[str, Any]:
    found: Course = next(each for each in built_in().courses if each.key == key)
    return {"course_id": found.id, "course_title": found.title, "course_version": found.version}
