"""When an integration was last here, and what it uses of a schema although that will go."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse

from domain.ids import IdKind, encode
from domain.vocabulary import Role, Scope
from execution.deprecations import Deprecated, Deprecations
from execution.engine import Engine
from execution.limits import Limits
from gateway.usage import Usage
from schema.access import served_schema
from store.engine import Store
from store.vault import Vault
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import World

SCHEMA = build_schema("""
    type Query { old(first: Int @deprecated(reason: "Until 2027."), by: Order, filter: Filter): Thing
      @deprecated(reason: "Until 2027; use `new`.") new: Thing }
    type Thing { name: String title: String @deprecated(reason: "Until 2028; use `name`.") next: Thing }
    enum Order { NAME LENGTH @deprecated(reason: "Until 2029.") }
    input Filter { is: Int, was: Int @deprecated(reason: "Until 2030.") }
""")
USED = "{ old(first: 1, by: LENGTH, filter: {is: 1, was: 2}) { ...T } } fragment T on Thing { title next { title } }"
SHOWN = """query($id: ID!) { node(id: $id) { ... on Integration { lastUsedAt version
  deprecationsUsed { coordinate reason lastUsedAt } } } }"""


def test_everything_deprecated_that_a_document_uses_is_found_once() -> None:
    found = Deprecations(SCHEMA).used(parse(USED))
    coordinates = ["Filter.was", "Order.LENGTH", "Query.old", "Query.old(first:)", "Thing.title"]
    assert [each.coordinate for each in found] == coordinates
    assert found[2].reason == "Until 2027; use `new`."
    assert Deprecations(SCHEMA).used(parse("{ new { name } }")) == ()


async def test_answers_warn_of_what_will_go() -> None:
    limits = Limits(16_384, 2_000, 12, 30, 20, 250, 100, 10_000)
    engine = Engine(SCHEMA, limits, lambda error: ("INTERNAL", str(error), {}), introspection=False)
    used, new = engine.documents.prepare("{ old { name } }"), engine.documents.prepare("{ new { name } }")
    told: dict[str, Any] = await engine.run(used, None, None, None)
    said = "Query.old: Until 2027; use `new`."
    assert told["extensions"]["warnings"] == [{"code": "DEPRECATED", "coordinate": "Query.old", "message": said}]
    assert "warnings" not in (await engine.run(new, None, None, None))["extensions"]


async def test_use_is_written_once_a_minute_and_shown_to_admins(
    world: World, portal: Portal, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    boss, machine = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.integration([Scope.CLIENTS_READ])
    moment = [firm.now]
    usage = Usage(store, vault, lambda: moment[0])

    async def shown(after: timedelta, *used: Deprecated) -> dict[str, Any]:
        moment[0] = firm.now + after
        usage.note(machine.viewer, used)
        await usage.write()
        found: dict[str, Any] = (await boss(SHOWN, id=encode(IdKind.INTEGRATION, machine.id))).data["node"]
        return found

    first = await shown(timedelta(0), Deprecated("Client.old", "Until 2027."))
    assert first == {
        "lastUsedAt": _text(firm.now),
        "version": 1,
        "deprecationsUsed": [{"coordinate": "Client.old", "reason": "Until 2027.", "lastUsedAt": _text(firm.now)}],
    }
    assert await shown(timedelta(seconds=59), Deprecated("Client.older", "Gone.")) == first
    later = await shown(timedelta(seconds=61))
    assert later["lastUsedAt"] == _text(firm.now + timedelta(seconds=61))
    assert [each["coordinate"] for each in later["deprecationsUsed"]] == ["Client.old", "Client.older"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_requests_of_integrations_are_noted_and_those_of_people_are_not(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss, machine = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.integration([Scope.CLIENTS_READ])
    assert (await boss("{ viewer { kind } }")).status == (await portal.machine(machine)("{ viewer { kind } }")).status
    await portal.app.state.operations.usage.write()
    found = await boss("{ partner { integrations { nodes { lastUsedAt } } } }")
    assert found.data["partner"]["integrations"]["nodes"] == [{"lastUsedAt": _text(firm.now)}]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_an_integration_uses_of_what_will_go_is_told_to_it_and_to_the_firm(
    world: World, store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of the schema has to go at present.
    client: Any = served_schema().type_map["Client"]
    monkeypatch.setattr(client.fields["name"], "deprecation_reason", "Until 2027.")
    firm = await world.partner()
    portal = open_portal(store, database.url, tmp_path, firm.now)
    boss, machine = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.integration(tuple(Scope))
    asked = "{ partner { clients { nodes { id name } } } }"
    told = (await portal.machine(machine, "partner:read", "clients:read")(asked)).body["extensions"]["warnings"]
    assert told == [{"code": "DEPRECATED", "coordinate": "Client.name", "message": "Client.name: Until 2027."}]
    assert (await boss(asked)).body["extensions"]["warnings"] == told
    await portal.app.state.operations.usage.write()
    found = (await boss(SHOWN, id=encode(IdKind.INTEGRATION, machine.id))).data["node"]
    used = {"coordinate": "Client.name", "reason": "Until 2027.", "lastUsedAt": _text(firm.now)}
    assert found["deprecationsUsed"] == [used]
    await portal.http.aclose()


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
