"""What a client may be shown of the trail: what both sides know, and no word of the firm's own or of others."""

import asyncio
import json
from typing import Any

import pytest
from click.testing import CliRunner

from domain.vocabulary import Role
from gateway.cli.audit import audit
from tests.connecting.asking import DISCONNECT, NOTE, REQUEST
from tests.connecting.asking import UPDATE as DESCRIBE
from tests.handover.test_handover import OPEN
from tests.invites.asking import ask
from tests.people.asking import ASSIGN, ids
from tests.portal import Portal
from tests.portal.portal import SECRET_KEY
from tests.world import World

PART = """query ($filter: AuditFilter) { partner { auditEvents(filter: $filter) {
  nodes { action reason changes { field before after } } } } }"""
SECRETS = ("slow payer", "VIP", "K-7", "parental leave", "sandwich", "127.0.0.1", "Portal/7")
SHOWN = ["client.disconnected", "grant_request.cancelled", "grant_request.sent", "client_account.opened"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_it_holds_what_both_know_and_nothing_else(
    world: World, portal: Portal, database_url: str, tmp_path: Any
) -> None:
    firm = await world.partner()
    ada, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    bakery, other = await firm.client(), await firm.client()
    boss = portal.of(ada).with_headers(User_Agent="Portal/7")
    here = {"clientId": bakery.public_id}
    await ask(boss, NOTE, **here, text="A slow payer.")
    await ask(boss, DESCRIBE, **here, tags=["VIP"], externalReference="K-7")
    await ask(boss, ASSIGN, clientIds=ids(bakery), colleagueIds=ids(bo), reason="While Eva is on parental leave.")
    await ask(boss, OPEN, **here, assignSelf=True)
    await ask(boss, REQUEST, **here, grant="PAY_INVOICES", message="For the March run.")
    await ask(boss, REQUEST, clientId=other.public_id, grant="PAY_INVOICES", message="A sandwich.")
    await ask(boss, DISCONNECT, **here, reason="As agreed.")
    answer = await boss(PART, filter=here | {"isClientsPart": True})
    nodes = answer.data["partner"]["auditEvents"]["nodes"]
    assert [each["action"] for each in nodes] == SHOWN
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_DATABASE_URL": database_url}
    environ |= {"GATEWAY_SECRET_KEYS": SECRET_KEY}
    options = ["export", "--partner", firm.public_id, "--client", bakery.public_id]
    exported = await asyncio.to_thread(CliRunner().invoke, audit, options, env=environ)
    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [line["action"] for line in lines] == SHOWN[::-1]
    assert {line["client"] for line in lines} == {bakery.public_id}
    for text in (json.dumps(nodes), exported.stdout):
        assert [word for word in SECRETS if word in text] == []
        assert "As agreed." in text
        assert "For the March run." in text
    everything = await asyncio.to_thread(CliRunner().invoke, audit, options[:3], env=environ)
    assert [word for word in SECRETS if word not in everything.stdout] == []
