"""Whoever follows knows what reads show, and nothing else, whatever people do."""

import random
from typing import Any

import pytest

from domain.vocabulary import Role
from tests.people.asking import ASSIGN, CREATE_TEAM, DELETE_TEAM, SET_CLIENTS, SET_MEMBERS, UNASSIGN, ask, ids
from tests.streams.documents import ATTENTION
from tests.streams.listening import Air, Heard
from tests.world import Client, Colleague, World

READ = "{ partner { clients(first: 100) { nodes { id attention { level } } } } }"
STEPS = 14


class Follower:
    """Keeps what a stream tells: the level of each client in sight."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    @property
    def known(self) -> dict[str, str]:
        """Clients in sight with their level, by the newest payload about each."""
        newest = {each["clientId"]: each["client"] for each in self._heard.payloads}
        return {id: client["attention"]["level"] for id, client in newest.items() if client is not None}

    @property
    def ever_told(self) -> set[str]:
        """Every client that a payload was about."""
        return {each["clientId"] for each in self._heard.payloads}


@pytest.mark.parametrize("seed", range(2))
async def test_following_is_the_same_as_reading_again(world: World, air: Air, seed: int) -> None:
    chance, firm = random.Random(seed), await world.partner()
    admin = await firm.colleague(role=Role.ADMIN)
    people = [await firm.colleague(role=role) for role in (Role.BOOKKEEPER, Role.BOOKKEEPER, Role.VIEWER)]
    clients = [await firm.client() for _ in range(4)]
    team = (await ask(air.caller(admin), CREATE_TEAM, name="Nord"))["team"]["id"]
    streams = {who: await air.listen(who, ATTENTION, snapshot=True) for who in (admin, *people)}
    seen: dict[Colleague, set[str]] = {who: set() for who in people}
    for _ in range(STEPS):
        await _act(air, admin, chance, people, clients, team)
        for who in people:
            seen[who] |= set(await _read(air, who))
    # The last word: an assignment of everybody, after which nothing more comes.
    await ask(air.caller(admin), DELETE_TEAM, teamId=team)
    await ask(air.caller(admin), UNASSIGN, clientIds=ids(*clients), colleagueIds=ids(*people))
    await ask(air.caller(admin), ASSIGN, clientIds=ids(clients[0]), colleagueIds=ids(*people))
    for who, heard in streams.items():
        follower, shown = Follower(heard), await _read(air, who)
        await heard.whenever(lambda _, f=follower, s=shown: _agree(f.known, s))
        assert who is admin or follower.ever_told <= seen[who] | set(shown)


async def _act(
    air: Air, admin: Colleague, chance: random.Random, people: list[Colleague], clients: list[Client], team: str
) -> None:
    some = {"clientIds": ids(*chance.sample(clients, chance.randint(1, 2)))}
    them = {"colleagueIds": ids(*chance.sample(people, chance.randint(1, 2)))}
    document, given = chance.choice(
        [
            (ASSIGN, some | them),
            (UNASSIGN, some | them),
            (SET_MEMBERS, them | {"teamId": team}),
            (SET_CLIENTS, some | {"teamId": team}),
        ]
    )
    await ask(air.caller(admin), document, **given)


async def _read(air: Air, who: Colleague) -> dict[str, str]:
    answer: dict[str, Any] = (await air.caller(who)(READ)).data
    return {each["id"]: each["attention"]["level"] for each in answer["partner"]["clients"]["nodes"]}


def _agree(known: dict[str, str], shown: dict[str, str]) -> bool:
    """What asks for nothing and was never told of may be missing."""
    missing = {id: level for id, level in shown.items() if id not in known}
    return known.items() <= shown.items() and set(missing.values()) <= {"NONE"}
