"""An integration that sees some clients only: for it the others do not exist, by whatever way it asks."""

from typing import Any

import pytest

from domain.vocabulary import AttentionLevel, InviteStatus, Role, Scope, SignalKind
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, World

READING = [scope for scope in Scope if scope.value.endswith(":read")]
EVERYTHING = """query($hidden: ID!, $invite: ID!) {
  client(id: $hidden) { id } node(id: $hidden) { id } nodes(ids: [$hidden, $invite]) { id }
  partner {
    clients(first: 100) { totalCount nodes { ...All } edges { node { id } } pageInfo { hasNextPage } }
    found: clients(filter: {search: "shared"}) { totalCount nodes { id } }
    free: clients(filter: {isUnassigned: true}) { totalCount nodes { id } }
    page: clients(first: 1, orderBy: {field: ATTENTION, direction: DESC}) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage } }
    bookkeepingOverview { attentionCounts { level clientCount } balances { clientCount total { amount } }
      clients { totalCount nodes { id } } }
    monthlyOverview(months: 1, endingWith: "2026-04") { behindClientCount totals { submitted { count } } }
    pendingClients { outboundInvites(status: [SENT, ACCEPTED]) { totalCount nodes { id companyName } }
      onboarding { totalCount nodes { id } } }
    invites { totalCount nodes { __typename ... on ClientInvite { id } } }
    teams { nodes { clientCount clients { id } } }
    colleagues { nodes { clientCount assignments { client { id } } } }
    assignments { totalCount nodes { client { id } } }
  }
}
fragment All on Client { id name attention { level signals { kind count } } wallet { balance { amount } }
  exportProgress(endingWith: "2026-04") { month submitted { count } } assignments { colleague { name } }
  teams { clientCount } invoices { id } subscription { plan } }"""


async def _filled(firm: Firm, name: str, worker: Colleague) -> Client:
    client = await firm.client(f"{name} shared", balance_minor=5_00)
    await firm.assign(worker, client)
    await firm.signal(client, SignalKind.MISSING_RECEIPTS, AttentionLevel.CRITICAL, count=3)
    await firm.month(client, "2026-04", submitted=(2, 2_00), exported=(1, 1_00))
    await firm.subscription(client)
    await firm.invoice(client)
    return client


async def _ask(caller: Caller, hidden: str, invite: str) -> dict[str, Any]:
    answer = await caller(EVERYTHING, hidden=hidden, invite=invite)
    assert not set(answer.codes) - {"ACCESS_DENIED"}, answer.errors
    return {"data": answer.data, "errors": answer.errors}


async def test_clients_that_were_not_chosen_change_nothing_of_what_is_answered(world: World, portal: Portal) -> None:
    firm = await world.partner()
    worker = await firm.colleague("Bo Lind")
    seen = await _filled(firm, "Bageri", worker)
    await firm.team("Nord", [worker], [seen])
    accepted: dict[str, Any] = {"status": InviteStatus.ACCEPTED, "answered_at": firm.now}
    invited, _ = await firm.client_invite(client_id=seen.id, **accepted)
    absent = "client_00000000000000000000000000", "invite_00000000000000000000000000"
    machine = portal.machine(await firm.integration(READING, clients=[seen]), *Scope)
    before = await _ask(machine, *absent)
    shown = before["data"]["partner"]
    assert [node["id"] for node in shown["clients"]["nodes"]] == [seen.public_id]
    assert [node["id"] for node in shown["pendingClients"]["outboundInvites"]["nodes"]] == [invited.public_id]
    hidden = await _filled(firm, "Ost", worker)
    await firm.signal(hidden, SignalKind.LOW_BALANCE, AttentionLevel.CRITICAL, amount=1_00)
    secret, _ = await firm.client_invite(client_id=hidden.id, **accepted)
    await firm.client_invite()
    await firm.inbound_invite(client_id=hidden.id, **accepted)
    assert await _ask(machine, hidden.public_id, secret.public_id) == before
    assert await _ask(machine, *absent) == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_none_chosen_means_none_and_scopes_that_write_are_of_no_use(world: World, portal: Portal) -> None:
    firm = await world.partner()
    client = await firm.client()
    machine = portal.machine(await firm.integration(list(Scope), clients=[]), *Scope)
    answer = await machine(
        "query($id: ID!) { client(id: $id) { id } partner { clients { totalCount } } }", id=client.public_id
    )
    assert answer.data == {"client": None, "partner": {"clients": {"totalCount": 0}}}
    assert (await machine("{ viewer { scopes } }")).data["viewer"]["scopes"] == [scope.name for scope in READING]
    await firm.colleague(role=Role.ADMIN)
    refused = await machine('mutation { createTeam(input: {name: "A"}) { team { id } } }')
    assert refused.codes == ["ACCESS_DENIED"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_another_integrations_clients_are_not_its_own(world: World, portal: Portal) -> None:
    firm = await world.partner()
    one, two = await firm.client("One"), await firm.client("Two")
    callers = [portal.machine(await firm.integration(READING, clients=[each]), *Scope) for each in (one, two)]
    names = [(await ask("{ partner { clients { nodes { name } } } }")).data["partner"]["clients"] for ask in callers]
    assert names == [{"nodes": [{"name": "One"}]}, {"nodes": [{"name": "Two"}]}]
