"""A Redis that is frozen, dies, and comes back empty."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from bench.endurance.asking import Asker, asking, bad, machine_token, slowest
from bench.endurance.scenario import Finding, Scenario, Stage, none, within
from bench.endurance.traffic import Traffic, traffic
from bench.endurance.truth import lag, nothing_lost_or_doubled, streams_are_whole
from store.vault import Vault
from tests.portal.portal import SECRET_KEY
from tests.replicas.estate import Estate, estate

_CALM, _FROZEN, _GONE, _AFTER = 5.0, 30.0, 5.0, 10.0
# What the hubs' own rounds and a restart may take.
_CAUGHT_UP_SECONDS = 5.0
# A ring takes milliseconds, a round of the hubs more than a second.
_RUNG_SECONDS = 0.7


async def _play(stage: Stage) -> Sequence[Finding]:
    with stage.cluster.server.database() as database:
        async with estate(database, stage.folder, datetime.now(UTC), Vault([SECRET_KEY])) as two:
            pairs = await two.pairs(stage.of(100), 60)
            askers = [Asker(two.replicas, token) for token in (two.token, await machine_token(two))]
            async with traffic(stage, two, pairs, by=two.replicas[:1], at_once=4, rest=0.2) as going, asking(*askers):
                moments = await _failing(stage, two)
                going.is_over = True
            return [
                *_requests(going, askers, moments),
                *_delays(going, moments),
                *await nothing_lost_or_doubled(two, going.writers),
                *await streams_are_whole(two, going.start, going.readers),
            ]


async def _failing(stage: Stage, two: Estate) -> list[float]:
    """What happens to Redis: the moments at which each part of it begins, and at which all is over."""
    moments = [time.time()]
    steps = [(_CALM, two.valkey.freeze), (_FROZEN, two.valkey.kill), (_GONE, two.valkey.start), (_AFTER, lambda: None)]
    for seconds, step in steps:
        await asyncio.sleep(seconds * stage.scale)
        step()
        moments.append(time.time())
    return moments


def _requests(going: Traffic, askers: Sequence[Asker], moments: Sequence[float]) -> list[Finding]:
    reads = [each for asker in askers for each in asker.between(moments[0], moments[-1])]
    without = [each for asker in askers for each in asker.between(moments[1], moments[3])]
    again, failed = going.writers.asked_again, bad(reads)
    return [
        none("no mutation fails", again.total(), f"{going.writers.done:,}"),
        none("no read of a person or an integration fails", failed.total(), f"{len(reads):,}"),
        within("nothing that a request waits for asks Redis: the slowest read without it", slowest(without), 2),
    ]


def _delays(going: Traffic, moments: Sequence[float]) -> list[Finding]:
    calm, frozen, gone, back = (lag(going.readers, *each) for each in pairwise(moments))
    rung = lag(going.readers, moments[3] + _CAUGHT_UP_SECONDS, moments[4])
    return [
        Finding("before, events come at once", f"the last after {calm:.2f} s", calm < _RUNG_SECONDS),
        within("from commit to client while it is frozen", frozen, _CAUGHT_UP_SECONDS),
        within("from commit to client while it is gone", gone, _CAUGHT_UP_SECONDS),
        within("from commit to client after it came back, empty", back, _CAUGHT_UP_SECONDS),
        within(f"{_CAUGHT_UP_SECONDS:g} s after that, its rings are heard again", rung, _RUNG_SECONDS),
    ]


SCENARIO = Scenario(
    "redis",
    "Redis is frozen, dies, and comes back empty",
    "Two replicas serve some 40 reads a second, and four streams; one of them takes some 15 mutations a second, of "
    f"which the other hears by Redis alone, or by looking itself. After {_CALM:g} s Redis is frozen (SIGSTOP) for "
    f"{_FROZEN:g} s, then killed, and started again without data {_GONE:g} s later.",
    _play,
)
