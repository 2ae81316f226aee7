"""A PostgreSQL that hangs, and one that dies and is started again."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from bench.endurance.asking import Asker, asking, bad, slowest
from bench.endurance.scenario import Finding, Scenario, Stage, none, within
from bench.endurance.traffic import traffic
from bench.endurance.truth import catching_up, nothing_lost_or_doubled, streams_are_whole
from store.vault import Vault
from tests.portal.portal import SECRET_KEY
from tests.replicas.estate import Estate, estate

_BEFORE, _AWAY, _AFTER = 4.0, 20.0, 8.0
_REFUSED_SECONDS, _BACK_SECONDS = 1.0, 5.0
_AT_ONCE = 40
_Step: TypeAlias = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outage:
    """When the database went and came back (seconds since 1970), and what was heard by those who asked."""

    word: str
    gone: float
    back: float
    reads: Asker
    lives: Asker
    readies: Asker

    def findings(self) -> list[Finding]:
        """What is promised about requests."""
        away, live = self.reads.between(self.gone, self.back), self.lives.between(self.gone, self.back)
        failed = bad(away)
        refused = [each for each in away if each.status == 503]
        other = {what: count for what, count in failed.items() if what != "503 UNAVAILABLE"}
        told = sum("retry-after" not in each.headers for each in refused)
        return [
            Finding(f"{self.word}: reads are answered 503 UNAVAILABLE", _said(failed), not other and bool(refused)),
            none(f"{self.word}: such an answer is without Retry-After", told, f"{len(refused):,} refusals"),
            within(f"{self.word}: they are told so within 1 s", slowest(away), _REFUSED_SECONDS),
            none(f"{self.word}: /health/live does not answer 200", bad(live).total(), f"{len(live):,} (slowest after "
                 f"{slowest(live):.2f} s)"),
            Finding(f"{self.word}: /health/ready says so", *self._ready()),
            within(f"{self.word}: all reads are answered again", self._until_good(), _BACK_SECONDS),
        ]  # fmt: skip

    def _ready(self) -> tuple[str, bool]:
        # Who asks shortly before the return is answered after it.
        late = [each.status for each in self.readies.between(self.gone + 2, self.back - 2)]
        after = [each.status for each in self.readies.between(self.back + _BACK_SECONDS)]
        return f"{_counted(late)}; then {_counted(after)}", set(late) == {503} and set(after) == {200}

    def _until_good(self) -> float:
        """Seconds from the return until after the last read that was not answered."""
        after = [each for each in self.reads.between(self.back) if not each.is_good]
        return max((each.moment + each.seconds - self.back for each in after), default=0.0)


def _said(failed: Counter[str]) -> str:
    return ", ".join(f"{count:,} x {what}" for what, count in failed.items()) or "all were answered"


def _counted(statuses: Sequence[int]) -> str:
    return ", ".join(f"{count} x {status}" for status, count in Counter(statuses).items())


async def _play(stage: Stage) -> Sequence[Finding]:
    with stage.cluster.server.database() as database:
        async with estate(database, stage.folder, datetime.now(UTC), Vault([SECRET_KEY])) as two:
            pairs = await two.pairs(stage.of(100), 60)
            async with traffic(stage, two, pairs, at_once=4, rest=0.05) as going:
                hung = await _away(stage, two, "hung", stage.cluster.freeze, stage.cluster.thaw)
                dead = await _away(stage, two, "dead", stage.cluster.stop, stage.cluster.start)
                await two.store.engine.dispose()
                crowd = await Asker(two.replicas, two.token).at_once(_AT_ONCE)
                going.is_over = True
            return [
                *hung.findings(),
                *dead.findings(),
                none(f"of {_AT_ONCE} reads at once at each replica one is not answered later", bad(crowd).total(),
                     f"{len(crowd)}"),
                within("hung: streams have caught up", catching_up(going.readers, hung.back, dead.gone), _BACK_SECONDS),
                within("dead: streams have caught up", catching_up(going.readers, dead.back), _BACK_SECONDS),
                *await nothing_lost_or_doubled(two, going.writers),
                *await streams_are_whole(two, going.start, going.readers),
            ]  # fmt: skip


async def _away(
    stage: Stage, two: Estate, word: str, leave: Callable[[], object], come: Callable[[], object]
) -> Outage:
    reads = Asker(two.replicas, two.token)
    lives, readies = (Asker(two.replicas, "", 0.2, f"/health/{each}") for each in ("live", "ready"))
    async with asking(reads, lives, readies):
        await asyncio.sleep(_BEFORE)
        await asyncio.to_thread(leave)
        gone = time.time()
        try:
            await asyncio.sleep(max(5, _AWAY * stage.scale))
        finally:
            await asyncio.to_thread(come)
        back = time.time()
        await asyncio.sleep(_AFTER)
    return Outage(word, gone, back, reads, lives, readies)


SCENARIO = Scenario(
    "postgres",
    "PostgreSQL hangs, and dies",
    "Two replicas serve some 60 mutations and 40 reads a second, and four streams. PostgreSQL is frozen (SIGSTOP) for "
    f"{_AWAY:g} s; later it is ended as by a crash, and started again {_AWAY:g} s later. Who is told to come back does "
    "so.",
    _play,
)
