"""The clock's part: a digest whose moment has come goes into the queue of mails, once for its day."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.digest import Slot, following, latest
from domain.vocabulary import ColleagueStatus, DigestFrequency, DueKind
from resolvers.digesting.content import kind_of
from resolvers.inviting.letters import firm_of
from store.attention import file_due
from store.reading import Row
from store.tables import colleague, digest, due, mail
from store.writing import UnitOfWork


async def queue_due(work: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Queues the digests that are due, however late: of several that were missed the newest alone."""
    rows = await work.find(digest, lock=True, id=ids)
    await work.delete(due, kind=DueKind.DIGEST, object_id=set(ids) - {row.id for row in rows})
    zone = (await firm_of(work)).time_zone
    slots = {row.id: latest(DigestFrequency(row.frequency), work.now, zone) for row in rows}
    if fresh := [row for row in rows if slots[row.id].day > row.done_on]:
        await _queue(work, fresh)
    await _move_on(work, rows, slots, zone)


async def _queue(work: UnitOfWork, rows: Sequence[Row]) -> None:
    people = await work.find(colleague, id={row.colleague_id for row in rows}, status=ColleagueStatus.ACTIVE)
    active = {row.id: row for row in people}
    # The one before that could not be sent yet has nothing to say that this one does not.
    stale = {"digest_id": [row.id for row in rows], "status": "QUEUED"}
    await work.update(mail, {"status": "POINTLESS", "settled_at": work.now}, **stale)
    for row in rows:
        if person := active.get(row.colleague_id):
            await work.mail(kind_of(row.client_id), (person.name, person.email), {}, digest_id=row.id)


async def _move_on(work: UnitOfWork, rows: Sequence[Row], slots: Mapping[UUID, Slot], zone: str) -> None:
    """Days are only ever done forwards, so that a clock that was set back repeats none."""
    changes: list[dict[str, Any]] = []
    for row in rows:
        done, coming = slots[row.id], following(DigestFrequency(row.frequency), work.now, zone)
        is_new = done.day > row.done_on
        changes.append(
            {
                "id": row.id,
                "done_on": done.day if is_new else row.done_on,
                "last_at": done.at if is_new else row.last_at,
                "next_at": coming.at,
            }
        )
    await work.update_each(digest, changes)
    await file_due(work, DueKind.DIGEST, {change["id"]: change["next_at"] for change in changes})
