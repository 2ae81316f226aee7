"""Replicas that are killed, one after the other, while clients write and read."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.endurance.scenario import Finding, Scenario, Stage
from bench.endurance.traffic import Traffic, traffic
from bench.endurance.truth import nothing_lost_or_doubled, streams_are_whole
from store.vault import Vault
from tests.portal.portal import SECRET_KEY
from tests.replicas.estate import estate

_MUTATIONS, _COLLEAGUES = 10_000, 50
_EVERY_SECONDS = 5.0


async def _play(stage: Stage) -> Sequence[Finding]:
    with stage.cluster.server.database() as database:
        async with estate(database, stage.folder, datetime.now(UTC), Vault([SECRET_KEY])) as two:
            pairs = await two.pairs(stage.of(_MUTATIONS / _COLLEAGUES), _COLLEAGUES)
            async with traffic(stage, two, pairs) as going:
                kills = await _killing(going, len(pairs))
            slowest = max(going.writers.seconds)
            return [
                Finding("replicas are killed", f"{kills} times", kills >= stage.of(5)),
                Finding("clients get an answer to all they send", f"the slowest after {slowest:.1f} s", kept=True),
                *await nothing_lost_or_doubled(two, going.writers),
                *await streams_are_whole(two, going.start, going.readers),
            ]


async def _killing(going: Traffic, count: int) -> int:
    """Kills the replicas by turns, each when it has served for some time, until everything is written."""
    kills = 0
    while going.writers.done < count:
        began, victim = asyncio.get_running_loop().time(), going.estate.replicas[kills % 2]
        victim.kill()
        kills += 1
        await victim.restart()
        await asyncio.sleep(max(0.0, began + _EVERY_SECONDS - asyncio.get_running_loop().time()))
    return kills


SCENARIO = Scenario(
    "killed",
    "Replicas are killed",
    f"While {_MUTATIONS:,} mutations with idempotency keys are sent by 8 clients at a time, one of two replicas is "
    f"killed (SIGKILL) every {_EVERY_SECONDS:g} s, by turns, and started again. Who gets no answer asks another "
    "replica with the same key. Four streams follow from cursor to cursor.",
    _play,
)
