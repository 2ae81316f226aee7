"""Integrations as admins manage them: made, changed, switched off, and given other secrets and keys."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import select

from domain.vocabulary import Role, Scope
from store.engine import Store
from store.tables import METADATA, audit_entry, outbox_event
from tests.access.rows import every_row
from tests.integrations.asking import change, codes
from tests.portal import Caller, Portal
from tests.world import Firm, World

LIST = "{ partner { integrations { totalCount nodes { id name status } } } }"


async def boss_of(world: World, portal: Portal) -> tuple[Firm, Caller]:
    firm = await world.partner()
    return firm, portal.of(await firm.colleague("Anna Berg", role=Role.ADMIN))


async def test_a_new_integration_has_what_it_was_given_and_its_secret_is_nowhere(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, boss = await boss_of(world, portal)
    bakery, _ = await firm.client("Bageri Nord"), await firm.client()
    ends_at = firm.now + timedelta(days=30)
    given = {"name": " Ledger export ", "scopes": ["BOOKKEEPING_READ", "CLIENTS_READ", "CLIENTS_READ"]}
    payload = await change(
        boss,
        "createIntegration",
        **given,
        clientIds=[bakery.public_id],
        expiresAt=ends_at.isoformat(),
        idempotencyKey="1",
    )
    made, secret = payload["integration"], payload["secret"]
    assert made.pop("id") == made.pop("clientId")
    assert made == {
        "name": "Ledger export",
        "status": "ACTIVE",
        "scopes": ["CLIENTS_READ", "BOOKKEEPING_READ"],
        "isRestricted": True,
        "clients": [{"name": "Bageri Nord"}],
        "expiresAt": "2026-06-12T09:00:00Z",
        "createdBy": {"name": "Anna Berg"},
        "lastUsedAt": None,
        "secretSince": "2026-05-13T09:00:00Z",
        "previousSecretEndsAt": None,
        "keys": [],
        "version": 1,
    }
    async with admin_store.engine.connect() as connection:
        stored = [str(row) for table in METADATA.sorted_tables for row in await connection.execute(select(table))]
    assert len(secret) == 43
    assert not [row for row in stored if secret in row]


async def test_the_same_key_makes_one_integration_and_shows_its_secret_again(world: World, portal: Portal) -> None:
    _, boss = await boss_of(world, portal)
    first, again = [
        await change(boss, "createIntegration", name="A", scopes=["CLIENTS_READ"], idempotencyKey="k") for _ in range(2)
    ]
    assert first == again
    assert (await boss(LIST)).data["partner"]["integrations"]["totalCount"] == 1
    dry = await change(boss, "createIntegration", name="B", scopes=["CLIENTS_READ"], validateOnly=True)
    assert (dry["secret"], dry["integration"], dry["userErrors"]) == (None, None, [])
    assert (await boss(LIST)).data["partner"]["integrations"]["totalCount"] == 1


@pytest.mark.parametrize(
    ("input", "code", "path"),
    [
        ({"name": " "}, "REQUIRED", ["input", "name"]),
        ({"name": "x" * 101}, "TOO_LONG", ["input", "name"]),
        ({"scopes": []}, "REQUIRED", ["input", "scopes"]),
        ({"clientIds": []}, "REQUIRED", ["input", "clientIds"]),
        ({"clientIds": ["client_00000000000000000000000000"]}, "NOT_FOUND", ["input", "clientIds"]),
        ({"expiresAt": "2026-05-13T09:00:00Z"}, "INVALID", ["input", "expiresAt"]),
        ({"idempotencyKey": ""}, "INVALID", ["input", "idempotencyKey"]),
    ],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_wrong_input_is_told_with_its_place(
    world: World, portal: Portal, admin_store: Store, input: dict[str, Any], code: str, path: list[str]
) -> None:
    _, boss = await boss_of(world, portal)
    before = await every_row(admin_store)
    payload = await change(boss, "createIntegration", **({"name": "A", "scopes": ["CLIENTS_READ"]} | input))
    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [(code, path)]
    assert await every_row(admin_store) == before


async def test_who_sees_some_clients_only_may_not_write(world: World, portal: Portal) -> None:
    firm, boss = await boss_of(world, portal)
    bakery = await firm.client()
    chosen = {"clientIds": [bakery.public_id]}
    refused = await change(boss, "createIntegration", name="A", scopes=["PEOPLE_WRITE", "CLIENTS_READ"], **chosen)
    assert codes(refused) == ["INVALID"]
    writer = (await change(boss, "createIntegration", name="A", scopes=["INVITES_WRITE"]))["integration"]
    assert codes(await change(boss, "updateIntegration", integrationId=writer["id"], **chosen)) == ["INVALID"]
    both = await change(boss, "updateIntegration", integrationId=writer["id"], scopes=["CLIENTS_READ"], **chosen)
    assert (both["userErrors"], both["integration"]["isRestricted"]) == ([], True)


async def test_an_update_changes_what_is_given_and_nothing_else(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, boss = await boss_of(world, portal)
    bakery, other = await firm.client("Bageri Nord"), await firm.client("Ost Syd")
    made = (await change(boss, "createIntegration", name="A", scopes=["CLIENTS_READ"]))["integration"]
    own: dict[str, Any] = {"integrationId": made["id"]}
    same = await change(boss, "updateIntegration", **own, name="A", scopes=["CLIENTS_READ"], clientIds=None)
    assert same["integration"] == made
    two = await change(boss, "updateIntegration", **own, clientIds=[bakery.public_id, other.public_id], ifVersion=1)
    assert two["integration"] == made | {
        "isRestricted": True,
        "clients": [{"name": "Bageri Nord"}, {"name": "Ost Syd"}],
        "version": 2,
    }
    assert codes(await change(boss, "updateIntegration", **own, name="B", ifVersion=1)) == ["CONFLICT"]
    one = await change(boss, "updateIntegration", **own, clientIds=[other.public_id], expiresAt="2027-01-01T00:00:00Z")
    assert one["integration"]["clients"] == [{"name": "Ost Syd"}]
    all_again = await change(boss, "updateIntegration", **own, clientIds=None, expiresAt=None, name="B")
    assert all_again["integration"] == made | {"name": "B", "version": 4}
    async with admin_store.engine.connect() as connection:
        actions = [row.action for row in await connection.execute(select(audit_entry).order_by(audit_entry.c.position))]
        events = [row.kind for row in await connection.execute(select(outbox_event).order_by(outbox_event.c.position))]
    assert actions == events
    assert actions[-4:] == ["integration.created", *["integration.updated"] * 3]


async def test_switching_off_and_on_follows_the_machine(world: World, portal: Portal) -> None:
    firm, boss = await boss_of(world, portal)
    own = {"integrationId": (await firm.integration([Scope.CLIENTS_READ])).public_id}
    ended = {"integrationId": (await firm.integration([Scope.CLIENTS_READ], expires_at=firm.now)).public_id}
    assert codes(await change(boss, "enableIntegration", **own)) == ["WRONG_STATE"]
    assert (await change(boss, "disableIntegration", **own))["integration"]["status"] == "DISABLED"
    assert codes(await change(boss, "disableIntegration", **own)) == ["WRONG_STATE"]
    assert (await change(boss, "enableIntegration", **own))["integration"]["status"] == "ACTIVE"
    assert codes(await change(boss, "enableIntegration", **ended)) == ["WRONG_STATE"]
    assert (await change(boss, "disableIntegration", **ended))["integration"]["status"] == "DISABLED"
    refused = await change(boss, "enableIntegration", **ended)
    assert (codes(refused), "2026-05-13" in refused["userErrors"][0]["message"]) == (["WRONG_STATE"], True)
    assert codes(await change(boss, "updateIntegration", **ended, expiresAt=None)) == []
    assert (await change(boss, "enableIntegration", **ended))["integration"]["status"] == "ACTIVE"


async def test_a_rotation_shows_another_secret_and_when_the_old_one_ends(world: World, portal: Portal) -> None:
    firm, boss = await boss_of(world, portal)
    made = await change(boss, "createIntegration", name="A", scopes=["CLIENTS_READ"])
    own = {"integrationId": made["integration"]["id"]}
    rotated = await change(boss, "rotateIntegrationSecret", **own, overlapHours=2, idempotencyKey="k")
    assert rotated == await change(boss, "rotateIntegrationSecret", **own, overlapHours=2, idempotencyKey="k")
    assert rotated["secret"] != made["secret"]
    assert rotated["integration"]["previousSecretEndsAt"] == "2026-05-13T11:00:00Z"
    at_once = await change(boss, "rotateIntegrationSecret", **own, overlapHours=0)
    assert at_once["integration"]["previousSecretEndsAt"] is None
    for hours in (-1, 169):
        assert codes(await change(boss, "rotateIntegrationSecret", **own, overlapHours=hours)) == ["INVALID"]
    foreign = {"integrationId": (await firm.integration()).public_id}
    assert codes(await change(boss, "rotateIntegrationSecret", **foreign)) == ["WRONG_STATE"]


async def test_public_keys_are_taken_and_everything_else_is_not(world: World, portal: Portal) -> None:
    _, boss = await boss_of(world, portal)
    made = await change(boss, "createIntegration", name="A", scopes=["CLIENTS_READ"])
    own = {"integrationId": made["integration"]["id"]}
    edwards, curve = OKPKey.generate_key("Ed25519"), ECKey.generate_key("P-256")
    for key in (edwards, curve, RSAKey.generate_key(2048)):
        done = await change(
            boss, "registerIntegrationKey", **own, jwk=orjson.dumps(key.as_dict(private=False)).decode()
        )
        assert done["userErrors"] == []
    algorithms = [key["algorithms"] for key in done["integration"]["keys"]]
    assert algorithms == ["Ed25519, EdDSA", "ES256", "RS256, PS256"]
    assert done["integration"]["keys"][0]["kid"] == edwards.thumbprint()
    public = curve.as_dict(private=False)
    wrong = [
        "",
        "[]",
        "{" * 3_000,
        orjson.dumps(edwards.as_dict(private=True)).decode(),
        '{"kty": "oct", "k": "AAAA"}',
        '{"kty": "RSA", "e": "AQAB", "n": "' + "_" * 171 + '"}',
        orjson.dumps({**public, "y": public["x"]}).decode(),
        orjson.dumps({**public, "use": "enc"}).decode(),
        orjson.dumps({**public, "kid": "a b"}).decode(),
        orjson.dumps({**public, "crv": "secp256k1"}).decode(),
        orjson.dumps({**public, "x": 5}).decode(),
        '{"kty": "OKP", "crv": "X25519", "x": "' + "A" * 43 + '"}',
    ]
    for jwk in wrong:
        assert codes(await change(boss, "registerIntegrationKey", **own, jwk=jwk)) == ["INVALID"], jwk
    taken = await change(boss, "registerIntegrationKey", **own, jwk=orjson.dumps(public).decode())
    assert codes(taken) == ["NAME_TAKEN"]
    gone = await change(boss, "removeIntegrationKey", **own, kid=edwards.thumbprint())
    assert [key["algorithms"] for key in gone["integration"]["keys"]] == ["ES256", "RS256, PS256"]
    assert codes(await change(boss, "removeIntegrationKey", **own, kid="first")) == ["NOT_FOUND"]
    assert codes(await change(boss, "removeIntegrationKey", **own, kid="\0")) == ["NOT_FOUND"]
