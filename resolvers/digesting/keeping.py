"""What colleagues choose, in the store: the row, when it is next due, and the trail of both."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.digest import AT_FIRST, following, latest
from domain.vocabulary import DigestFrequency, DueKind
from resolvers.inviting.letters import firm_of
from store.attention import ALL_CLIENTS, file_due
from store.ids import new_id
from store.reading import Row
from store.tables import colleague, digest, due
from store.writing import UnitOfWork

_OFF = DigestFrequency.OFF


async def choose(
    work: UnitOfWork, colleague_id: UUID, client_id: UUID, frequency: DigestFrequency, reason: str | None = None
) -> None:
    """Has a colleague get a digest (`ALL_CLIENTS`: of the portfolio) so often from now on; what is so stays."""
    # Whoever chooses at the same time waits, also where there is no row yet.
    await work.find(colleague, lock=True, id=colleague_id)
    found = await work.get(digest, lock=True, colleague_id=colleague_id, client_id=client_id)
    before = DigestFrequency(found.frequency) if found else _OFF
    if before is frequency:
        return
    if found and frequency is _OFF:
        await _forget(work, [found])
    else:
        await _keep(work, found, colleague_id, client_id, frequency)
    await _record(work, colleague_id, client_id, before, frequency, reason)


async def start(work: UnitOfWork, colleague_id: UUID) -> None:
    """Gives a colleague who has just joined the digest that colleagues have at first; that is part of joining."""
    if await work.get(digest, colleague_id=colleague_id, client_id=ALL_CLIENTS) is None:
        await _keep(work, None, colleague_id, ALL_CLIENTS, AT_FIRST)


async def stop_all_of(work: UnitOfWork, client_id: UUID, reason: str) -> int:
    """Ends everybody's digests of a client; answers how many there were."""
    return await _stop(work, reason, client_id=client_id)


async def stop_all_for(work: UnitOfWork, colleague_id: UUID, reason: str) -> int:
    """Ends all digests of a locked colleague; answers how many there were."""
    return await _stop(work, reason, colleague_id=colleague_id)


async def _stop(work: UnitOfWork, reason: str, **whose: UUID) -> int:
    found = await work.find(digest, lock=True, **whose)
    if found:
        await _forget(work, found)
    for row in found:
        await _record(work, row.colleague_id, row.client_id, DigestFrequency(row.frequency), _OFF, reason)
    return len(found)


async def _keep(
    work: UnitOfWork, found: Row | None, colleague_id: UUID, client_id: UUID, frequency: DigestFrequency
) -> None:
    """What is past by now is done with: the first digest is the next one."""
    zone = (await firm_of(work)).time_zone
    id, past = found.id if found else new_id(), latest(frequency, work.now, zone).day
    coming = following(frequency, work.now, zone)
    values: dict[str, Any] = {"frequency": frequency, "next_at": coming.at}
    if found:
        await work.update(digest, values | {"done_on": max(found.done_on, past)}, id=id)
    else:
        own = {"id": id, "colleague_id": colleague_id, "client_id": client_id}
        await work.insert(digest, values | own | {"done_on": past})
    await file_due(work, DueKind.DIGEST, {id: coming.at})


async def _forget(work: UnitOfWork, rows: Sequence[Row]) -> None:
    ids = [row.id for row in rows]
    await work.delete(digest, id=ids)
    await work.delete(due, kind=DueKind.DIGEST, object_id=ids)


async def _record(
    work: UnitOfWork,
    colleague_id: UUID,
    client_id: UUID,
    before: DigestFrequency,
    after: DigestFrequency,
    reason: str | None,
) -> None:
    await work.record(
        "digest.changed",
        "COLLEAGUE",
        colleague_id,
        client_id=None if client_id == ALL_CLIENTS else client_id,
        before={"frequency": before},
        after={"frequency": after},
        reason=reason,
    )
