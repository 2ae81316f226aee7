"""What must hold in the end, whatever happened: counted in the database, and against what clients and streams saw."""

import itertools
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from bench.endurance.scenario import Finding, none
from store.tables import assignment
from tests.replicas.estate import Estate
from tests.replicas.following import Reader
from tests.replicas.writing import Writers


async def nothing_lost_or_doubled(estate: Estate, writers: Writers) -> list[Finding]:
    """Of what writers were told that it was made."""
    events, entries = await estate.committed()
    made, told, noted = (Counter(each) for each in (writers.made, events, entries))
    rows, of = await _rows(estate), f"{writers.done:,} mutations"
    kept = estate.gateway("audit", "verify", "--partner", estate.firm.public_id)
    return [
        none("no mutation that was answered is lost", len(made - told), of),
        none("none has two effects", max(0, rows - len(made)) + max(0, max(told.values()) - 1), of),
        none("no commit without its event, no event without its commit", (told - noted + (noted - told)).total(), of),
        none("sent once more with its key, a mutation has another answer", len(await writers.other_answers()),
             f"{len(writers.repeated):,} that clients had to send again"),
        Finding("the audit chain is whole", (kept.out or kept.err).split(" Its head")[0].strip(), kept.code == 0),
    ]  # fmt: skip


async def streams_are_whole(estate: Estate, start: str, readers: Sequence[Reader]) -> list[Finding]:
    """Each reader has heard what the log tells after `start` (an assignment), in its order, each once."""
    events, _ = await estate.committed()
    expected = events[events.index(start) + 1 :]
    whole = Reader(estate.replicas, estate.token, after=readers[0].after)
    await whole.read(len(expected), itertools.repeat(len(expected)))
    plain = [_telling(frame) for frame in whole.frames]
    wrong = [each for each in readers if [_telling(frame) for frame in each.frames] != plain]
    cuts = sum(each.cuts for each in readers)
    return [
        Finding("read in one piece, the stream is the log", f"{len(plain):,} events", whole.assignments == expected),
        none("the parts of a stream, put together, are not that", len(wrong),
             f"{len(readers)} streams that began anew {cuts:,} times"),
    ]  # fmt: skip


def _telling(frame: dict[str, object]) -> tuple[object, ...]:
    """What a frame says of its event."""
    return tuple(frame[name] for name in ("eventId", "cursor", "committedAt", "change", "assignmentId"))


async def _rows(estate: Estate) -> int:
    own = assignment.c.partner_id == estate.firm.id
    async with estate.store.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).where(own))).scalar_one())


def lag(readers: Sequence[Reader], since: float = 0, until: float = float("inf")) -> float:
    """The most seconds that it took from a commit within some moments to one of the readers."""
    return max((late for each in readers for moment, late in each.lags if since <= moment < until), default=0.0)


def catching_up(readers: Sequence[Reader], back: float, until: float = float("inf")) -> float:
    """The most seconds that readers were behind: since something came `back`, or since a commit that was later."""
    came = [(moment, moment + late) for each in readers for moment, late in each.lags]
    return max((told - max(moment, back) for moment, told in came if back <= told < until), default=0.0)
