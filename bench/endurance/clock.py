"""A replica whose clock is wrong: tokens, cursors, and what is due at a moment."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx2

from bench.endurance.asking import QUERY
from bench.endurance.scenario import Finding, Scenario, Stage, none
from bench.endurance.traffic import traffic
from bench.endurance.truth import nothing_lost_or_doubled, streams_are_whole
from store.vault import Vault
from tests.cli.conftest import PROGRAM
from tests.portal.portal import SECRET_KEY
from tests.replicas.clocks import Silent
from tests.replicas.estate import Estate, estate
from tests.replicas.replicas import Replica
from tests.replicas.shifted import program

_OFF, _LEEWAY, _LIFETIME = 90, 30, 5
_SILENT, _TOKENS = 50, 50
# How exactly it is looked.
_STEP = 0.25


async def _play(stage: Stage) -> Sequence[Finding]:
    return [finding for ahead in (_OFF, -_OFF) for finding in await _off(stage, ahead)]


async def _off(stage: Stage, ahead: int) -> list[Finding]:
    word = f"{abs(ahead)} s {'ahead' if ahead > 0 else 'behind'}"
    stage.tell(f"  {word}")
    with stage.cluster.server.database() as database:
        programs = (PROGRAM, program(ahead))
        long_ago = datetime.now(UTC) - timedelta(days=60)
        async with estate(database, stage.folder, long_ago, Vault([SECRET_KEY]), programs) as two:
            pairs, silent = await two.pairs(stage.of(50), 60), await Silent.of(two, stage.of(_SILENT))
            async with traffic(stage, two, pairs, at_once=4) as going:
                await silent.comes_due()
                tokens = await _tokens(two)
            due = await silent.noticed(60)
            found = [
                *tokens,
                none("what is due is noticed more than once, or not at all", sum(each != 1 for each in due.values())
                     + len(silent.clients) - len(due), f"{len(silent.clients)}"),
                *await nothing_lost_or_doubled(two, going.writers),
                *await streams_are_whole(two, going.start, going.readers),
            ]  # fmt: skip
    return [Finding(f"{word}: {each.promise}", each.measured, each.kept) for each in found]


async def _tokens(two: Estate) -> list[Finding]:
    """Fresh tokens are good at once, and old ones until their end, and no longer than the leeway after it."""
    async with httpx2.AsyncClient(timeout=20) as http:
        fresh = [two.token for _ in range(_TOKENS)]
        refused = [each for each in fresh if not await _is_good(http, two.replicas[1], each)]
        good_for = await asyncio.gather(*(_good_for(two, http, each) for each in two.replicas))
    right, wrong = (f"{each - _LIFETIME:.1f} s" for each in good_for)
    held = all(_LIFETIME <= each <= _LIFETIME + _LEEWAY + 1 + _STEP for each in good_for)
    return [
        none("a token is refused that has just been given", len(refused), f"{len(fresh)}"),
        Finding(f"a token is good until its end, and at most {_LEEWAY} s (and 1 s) longer",
                f"{wrong} longer at that replica, {right} at the other", held),
    ]  # fmt: skip


async def _good_for(two: Estate, http: httpx2.AsyncClient, replica: Replica) -> float:
    """Seconds for which a replica takes a token that is good for five."""
    portal, given = two.portal(replica), time.time()
    token = portal.token_of(two.admin, lifetime=timedelta(seconds=_LIFETIME))
    await portal.http.aclose()
    taken = 0.0
    while time.time() - given < _LIFETIME + _LEEWAY + _OFF + 5:
        asked = time.time() - given
        if await _is_good(http, replica, token):
            taken = asked
        elif asked > _LIFETIME + 2:
            break
        await asyncio.sleep(_STEP)
    return taken


async def _is_good(http: httpx2.AsyncClient, replica: Replica, token: str) -> bool:
    answer = await http.post(
        f"{replica.address}/graphql", json={"query": QUERY}, headers={"Authorization": f"Bearer {token}"}
    )
    return answer.status_code == 200


SCENARIO = Scenario(
    "clock",
    "A clock is wrong",
    f"The clock of one of two replicas is {_OFF} s ahead of the other's and of PostgreSQL's, then {_OFF} s behind. "
    f"Some 3,000 mutations go to both, streams are followed by both, {_SILENT} clients become due, and tokens end.",
    _play,
)
