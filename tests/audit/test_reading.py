"""Who reads which audit entries, and what they say."""

from datetime import timedelta

import pytest

from domain.vocabulary import Role, Scope
from store.engine import Store
from tests.people.asking import ASSIGN, CHANGE_ROLE, UNASSIGN_ME, ask, ids
from tests.portal import Caller, Portal
from tests.world import Colleague, Firm, World

EVENTS = """query ($filter: AuditFilter, $first: Int, $after: String) {
  partner { auditEvents(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id position action actorKind objectKind objectId reason colleague { id } client { id }
      changes { field before after } } } } }"""


class Happened:
    """An admin assigned Bo to two clients and made him no admin; Bo left the second client."""

    firm: Firm
    boss: Colleague
    bo: Colleague


@pytest.fixture
async def happened(world: World, portal: Portal) -> Happened:
    made = Happened()
    made.firm = await world.partner()
    made.boss, made.bo = await made.firm.colleague(role=Role.ADMIN), await made.firm.colleague()
    clients = [await made.firm.client() for _ in range(2)]
    boss, bo = portal.of(made.boss), portal.of(made.bo)
    await ask(boss, ASSIGN, clientIds=ids(*clients), colleagueIds=ids(made.bo), reason="Busy season")
    await ask(bo, UNASSIGN_ME, clientId=clients[1].public_id)
    await ask(boss, CHANGE_ROLE, colleagueId=made.bo.public_id, role="VIEWER")
    await ask(boss, CHANGE_ROLE, colleagueId=made.bo.public_id, role="BOOKKEEPER")
    return made


async def read(caller: Caller, **variables: object) -> dict[str, object]:
    answer = await caller(EVENTS, **variables)
    assert answer.errors == [], answer.body
    found: dict[str, object] = answer.data["partner"]["auditEvents"]
    return found


async def test_admins_read_everything_newest_first_in_pages(happened: Happened, portal: Portal) -> None:
    boss, nodes, after = portal.of(happened.boss), [], None
    while True:
        found = await read(boss, first=2, after=after)
        nodes += found["nodes"]  # type: ignore[operator]
        if not found["pageInfo"]["hasNextPage"]:  # type: ignore[index]
            break
        after = found["pageInfo"]["endCursor"]  # type: ignore[index]
    assert [each["position"] for each in nodes] == list(range(len(nodes), 0, -1))
    acts = [each["action"] for each in nodes][:5]
    assert acts == [
        "colleague.role_changed",
        "colleague.role_changed",
        "assignment.ended",
        "assignment.started",
        "assignment.started",
    ]
    back, _, ended, started, _ = nodes[:5]
    assert back["objectId"] == happened.bo.public_id
    assert back["changes"] == [{"field": "role", "before": "VIEWER", "after": "BOOKKEEPER"}]
    assert back["colleague"] == {"id": happened.boss.public_id}
    assert ended["colleague"] == {"id": happened.bo.public_id}
    assert (started["reason"], started["actorKind"]) == ("Busy season", "COLLEAGUE")
    changed = {each["field"]: each["after"] for each in started["changes"]}
    assert changed["colleagueId"] == happened.bo.public_id


async def test_filters_hold_together(happened: Happened, portal: Portal) -> None:
    boss = portal.of(happened.boss)

    async def count(**filter: object) -> object:
        return (await read(boss, filter=filter))["totalCount"]

    assert await count(action=["assignment.started"]) == 2
    assert await count(actorId=happened.bo.public_id) == 1
    assert await count(actorId=happened.bo.public_id, action=["assignment.started"]) == 0
    assert await count(objectKind=["ASSIGNMENT"]) == 3
    assert await count(objectKind=["ASSIGNMENT"], since=happened.firm.now.isoformat()) == 3
    assert await count(since=(happened.firm.now + timedelta(seconds=1)).isoformat()) == 0
    assert await count(actorId="colleague_x", action=["assignment.started"]) == 0
    assert await count(action=["assignment.started\0"]) == 0
    assert await count(objectKind=["ASSIGNMENT", "\0"]) == 3


async def test_bookkeepers_read_what_they_did_and_viewers_nothing(
    happened: Happened, portal: Portal, world: World
) -> None:
    own = await read(portal.of(happened.bo))
    assert [each["action"] for each in own["nodes"]] == ["assignment.ended"]  # type: ignore[attr-defined]
    assert own["totalCount"] == 1
    viewer = await happened.firm.colleague(role=Role.VIEWER)
    assert (await portal.of(viewer)(EVENTS)).codes == ["ACCESS_DENIED"]
    other = await world.partner()
    stranger = portal.of(await other.colleague(role=Role.ADMIN))
    assert await read(stranger) == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": []}


async def test_integrations_read_with_the_scope(happened: Happened, portal: Portal, admin_store: Store) -> None:
    machine = await happened.firm.integration([Scope.PARTNER_READ, Scope.AUDIT_READ])
    document = "{ partner { auditEvents { totalCount nodes { action } } } }"
    found = await portal.machine(machine, "partner:read", "audit:read")(document)
    assert found.data["partner"]["auditEvents"]["totalCount"] >= 5
    assert (await portal.machine(machine, "partner:read")(document)).codes == ["ACCESS_DENIED"]
