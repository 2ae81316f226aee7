"""Two replicas that are restarted one after the other, as a deployment does it, under load."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
import httpx2
from sqlalchemy import make_url

from bench.endurance.scenario import Finding, Scenario, Stage, none, within
from bench.endurance.traffic import traffic
from bench.endurance.truth import lag, nothing_lost_or_doubled, streams_are_whole
from store.vault import Vault
from tests.portal.portal import SECRET_KEY
from tests.replicas.estate import Estate, estate
from tests.replicas.replicas import Replica

_ROUNDS, _SERVING_SECONDS = 5, 5.0
_NOT_READY_SECONDS, _EXIT_SECONDS = 0.2, 30.0
_UNDER_WAY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a replica ended: seconds until it was not ready, and until it was gone, its code, what was under way."""

    not_ready: float
    gone: float
    code: int
    answered: bool


async def _play(stage: Stage) -> Sequence[Finding]:
    with stage.cluster.server.database() as database:
        async with estate(database, stage.folder, datetime.now(UTC), Vault([SECRET_KEY])) as two:
            pairs = await two.pairs(stage.of(200), 60)
            stops = []
            async with traffic(stage, two, pairs, at_once=4, rest=0.05) as going:
                for number in range(2 * stage.of(_ROUNDS)):
                    await asyncio.sleep(_SERVING_SECONDS)
                    stops.append(await _restarted(two, two.replicas[number % 2], database.url))
                going.is_over = True
            return [
                *_endings(stops),
                Finding("clients that ask another replica are answered", f"all {going.writers.done:,} mutations; "
                        f"{going.writers.asked_again.total():,} times they had to ask again", kept=True),
                within("no client waits for its answer longer than", max(going.writers.seconds), 5),
                within("from commit to client, across the restarts", lag(going.readers), 5),
                *await nothing_lost_or_doubled(two, going.writers),
                *await streams_are_whole(two, going.start, going.readers),
            ]  # fmt: skip


def _endings(stops: Sequence[Stopped]) -> list[Finding]:
    lost, codes = sum(not each.answered for each in stops), sorted({each.code for each in stops})
    of = f"{len(stops)} stops"
    return [
        within("not ready any more after SIGTERM", max(each.not_ready for each in stops), _NOT_READY_SECONDS),
        none("a request that is under way is not answered", lost, of),
        within("ended", max(each.gone for each in stops), _EXIT_SECONDS),
        Finding("with exit code 0", ", ".join(map(str, codes)), codes == [0]),
    ]


async def _restarted(estate: Estate, replica: Replica, url: str) -> Stopped:
    address = replica.address
    asked = await _under_way(estate, replica, url)
    begun = time.monotonic()
    replica.stop()
    not_ready = await _not_ready(address) - begun
    answered, code = await asyncio.gather(asked, replica.ended())
    gone = time.monotonic() - begun
    await replica.restart()
    return Stopped(not_ready, gone, code, answered)


async def _not_ready(address: str) -> float:
    """When the probe says so, or is not answered any more."""
    async with httpx2.AsyncClient(timeout=5) as http:
        with suppress(httpx2.TransportError):
            while (await http.get(f"{address}/health/ready")).status_code == 200:
                await asyncio.sleep(0.005)
    return time.monotonic()


async def _under_way(estate: Estate, replica: Replica, url: str) -> "asyncio.Task[bool]":
    """A mutation that waits for a lock for a while, once it does: whether it is answered well."""
    admin = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    await admin.execute("BEGIN; LOCK TABLE team IN SHARE MODE")
    portal = estate.portal(replica)
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'team'::regclass"

    async def ask() -> bool:
        done = "mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } userErrors { code } } }"
        name = f"Team {estate.world._ground.names.number()}"
        with suppress(httpx2.TransportError):
            answer = await portal.of(estate.admin)(done, input={"name": name})
            return answer.status == 200 and not answer.errors and answer.data["createTeam"]["userErrors"] == []
        return False

    asked = asyncio.create_task(ask())
    while not await admin.fetchval(waiting):
        await asyncio.sleep(0.01)

    async def release() -> bool:
        await asyncio.sleep(_UNDER_WAY_SECONDS)
        await admin.close()
        is_answered = await asked
        await portal.http.aclose()
        return is_answered

    return asyncio.create_task(release())


SCENARIO = Scenario(
    "rolling",
    "Rolling restarts",
    f"Two replicas serve some 60 mutations a second and four streams. {2 * _ROUNDS} times one of them, by turns, is "
    f"told to stop (SIGTERM) with a mutation under way that takes {_UNDER_WAY_SECONDS:g} s more, and started again "
    "when it has ended. Who is refused, or cut off, asks the other one with the same key.",
    _play,
)
