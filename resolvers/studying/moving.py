"""The one way in which enrolments change their state."""

from typing import Any

from domain.academy import ENROLMENT
from domain.vocabulary import EnrolmentStatus as Status
from store.reading import Row
from store.tables import enrolment
from store.writing import UnitOfWork

_MOMENTS = {Status.IN_PROGRESS: "started_at", Status.COMPLETED: "completed_at", Status.LEFT: "left_at"}
_ACTIONS = {"start": "enrolment.started", "complete": "enrolment.completed", "leave": "enrolment.left"}


async def move(work: UnitOfWork, row: Row, event: str, **columns: Any) -> Row:
    """Moves a locked enrolment on, and gives it as it is then; raises `Refused` (WRONG_STATE)."""
    after = ENROLMENT.after(event, Status(row.status), "input")
    await work.update(enrolment, columns | {"status": after, _MOMENTS[after]: work.now}, id=row.id)
    before = {"status": row.status}
    await work.record(_ACTIONS[event], "ENROLMENT", row.id, before=before, after={"status": after})
    moved = await work.get(enrolment, id=row.id)
    if moved is None:
        raise LookupError("an enrolment is never deleted")
    return moved
