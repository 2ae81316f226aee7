"""Why something is told: the cause to everybody, who did it and the reason given to who reads the audit trail."""

from typing import Any

from domain.invite import STALE_AFTER
from domain.vocabulary import AccessLevel, Role, Scope
from resolvers.connecting.access import change_access
from resolvers.inviting.staleness import judge_invites
from store.engine import Store
from store.tables import client
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.people.asking import ASSIGN, CHANGE_ROLE, ask, ids
from tests.streams.listening import Air, Heard
from tests.world import World

WHY = "cause entry { action reason actorKind colleague { name } changes { field before after } }"
ASSIGNMENTS, COLLEAGUES, PENDING = [
    f"subscription {{ {name}Changed {{ change {WHY} }} }}" for name in ("assignment", "colleague", "pendingClient")
]
ACCESS = f"subscription {{ accessChanged {{ change level {{ before after }} {WHY} }} }}"


def told(payload: dict[str, Any]) -> tuple[str, str, str | None]:
    """What, why, and who did it as far as one may know."""
    entry = payload["entry"]
    by = entry and (entry["colleague"]["name"] if entry["colleague"] else entry["actorKind"])
    return payload["change"], payload["cause"], by


def denied(heard: Heard) -> list[str]:
    return [error["extensions"]["coordinate"] for answer in heard.answers for error in answer.get("errors", ())]


async def test_admins_are_told_who_did_it_and_others_only_of_themselves(world: World, air: Air) -> None:
    firm = await world.partner()
    anna, carl = await firm.colleague("Anna", role=Role.ADMIN), await firm.colleague("Carl", role=Role.ADMIN)
    bo, eva = await firm.colleague("Bo", role=Role.BOOKKEEPER), await firm.colleague("Eva", role=Role.VIEWER)
    skov = await firm.client(name="Skov")
    watching = [(carl, ASSIGNMENTS), (bo, ASSIGNMENTS), (eva, COLLEAGUES), (anna, COLLEAGUES)]
    for_carl, for_bo, for_eva, for_anna = [await air.listen(who, document) for who, document in watching]
    await ask(air.caller(anna), ASSIGN, clientIds=ids(skov), colleagueIds=ids(bo))
    assert [told(each) for each in await for_carl.until(1)] == [("STARTED", "PEOPLE", "Anna")]
    # Before the next change takes rights from Bo: events are told as of now.
    assert [told(each) for each in await for_bo.until(1)] == [("STARTED", "PEOPLE", None)]
    await ask(air.caller(anna), CHANGE_ROLE, colleagueId=bo.public_id, role="VIEWER")
    assert (denied(for_carl), denied(for_bo)) == ([], [])
    (seen,) = await for_anna.until(1)
    assert told(seen) == ("ROLE_CHANGED", "PEOPLE", "Anna")
    assert {"field": "role", "before": "BOOKKEEPER", "after": "VIEWER"} in seen["entry"]["changes"]
    assert [told(each) for each in await for_eva.until(1)] == [("ROLE_CHANGED", "PEOPLE", None)]
    assert denied(for_eva) == ["ColleagueChange.entry"]


async def test_a_level_is_told_before_and_after_with_the_cause_and_the_reason(
    world: World, air: Air, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    await firm.assign(bo, nord)
    machine = await firm.integration([Scope.CLIENTS_READ, Scope.AUDIT_READ], clients=[skov])
    heard = [await air.listen(who, ACCESS) for who in (anna, bo, machine)]
    for kind, reason in (("PLATFORM", None), ("CLIENT", "We asked for more")):
        async with unit_of_work(store, firm.id, Actor(kind), firm.now, vault) as work:
            found = await work.get(client, lock=True, id=skov.id)
            level = AccessLevel.EXTENDED if kind == "PLATFORM" else AccessLevel.LIMITED
            await change_access(work, found, level=level, reason=reason)
    for stream in (heard[0], heard[2]):
        up, down = await stream.until(2)
        assert (told(up), up["level"]) == (
            ("LEVEL_CHANGED", "FACTS", "PLATFORM"),
            {"before": "LIMITED", "after": "EXTENDED"},
        )
        assert (told(down), down["level"]) == (
            ("LEVEL_CHANGED", "PEOPLE", "CLIENT"),
            {"before": "EXTENDED", "after": "LIMITED"},
        )
        assert (up["entry"]["reason"], down["entry"]["reason"]) == (None, "We asked for more")
    assert heard[1].frames == []


async def test_what_time_does_is_told_as_such(world: World, air: Air, store: Store, vault: Vault) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    sent, _ = await firm.client_invite(by=anna)
    heard = await air.listen(anna, PENDING)
    async with unit_of_work(store, firm.id, Actor("CLOCK"), firm.now + STALE_AFTER, vault) as work:
        await judge_invites(work, [sent.id])
    assert [told(each) for each in await heard.until(1)] == [("INVITE_STALE", "TIME", "CLOCK")]
