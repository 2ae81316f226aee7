"""Where a colleague and a client may stand to each other, and what can be read there."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from domain.access import GRANT_BITS
from domain.vocabulary import AccessLevel, AccessStatus, ColleagueStatus, Grant, Role
from store.tables import client as client_table
from store.tables import colleague as colleague_table
from tests.world import Client, Colleague, Firm

Step = dict[str, str | None]
UPWARDS = ["VIEWER", "BOOKKEEPER", "ADMIN", "OWNER"]
LINKS = "export cashManagement users cards spendingLimits vendorCards transferRules reimbursements invoices".split()
AT_CLIENT = {
    "Query.client": "client(id: $id) { id }",
    "Client.name": "client(id: $id) { name }",
    "Client.wallet": "client(id: $id) { wallet { __typename } }",
    "Wallet.balance": "client(id: $id) { wallet { balance { amount } } }",
    "MonthProgress.month": 'client(id: $id) { exportProgress(endingWith: "2026-04") { month } }',
    "Client.assignments": "client(id: $id) { assignments { id } }",
    "Colleague.email": "client(id: $id) { assignments { colleague { email } } }",
    **{f"ClientLinks.{name}": f"client(id: $id) {{ links {{ {name} }} }}" for name in LINKS},
}
IN_FIRM = {
    "Partner.name": "partner { name }",
    "Partner.clients": "partner { clients { pageInfo { hasNextPage } } }",
    "PendingClients.inboundInvites": "partner { pendingClients { inboundInvites { pageInfo { hasNextPage } } } }",
    "InboundInvite.companyName": "partner { invites { nodes { ... on InboundInvite { companyName } } } }",
    "ColleagueInvite.role": "partner { invites { nodes { ... on ColleagueInvite { role } } } }",
    "Colleague.email": "partner { colleagues { nodes { email } } }",
    "Colleague.name": "partner { colleagues { nodes { name } } }",
    "Viewer.kind": "viewer { kind }",
    "Mutation.createTeam": 'createTeam(input: {name: ""}) { __typename }',
    "Mutation.unassignMe": 'unassignMe(input: {clientId: ""}) { __typename }',
    "CreateTeamPayload.team": 'createTeam(input: {name: "%s"}) { team { id } }',
}


@dataclass(frozen=True)
class Situation:
    """Everything on which a right at a client depends."""

    role: Role
    status: ColleagueStatus
    assigned: bool
    access: AccessStatus
    poa: bool
    level: AccessLevel
    grants: frozenset[Grant]


@dataclass(frozen=True)
class Office:
    """A firm in which a situation can be made as often as it is needed."""

    firm: Firm
    boss: Colleague
    helper: Colleague

    async def pair(self, wanted: Situation) -> tuple[Colleague, Client]:
        """A new colleague and a new client in a situation."""
        colleague = await self.firm.colleague(role=wanted.role, status=wanted.status)
        client = await self.firm.client(
            level=wanted.level, grants=wanted.grants, poa=wanted.poa, access_status=wanted.access
        )
        await self.firm.month(client, "2026-04", submitted=(1, 100))
        for person in [self.helper, *([colleague] if wanted.assigned else [])]:
            await self.firm.assign(person, client)
        return colleague, client

    async def take(self, step: Step, colleague: Colleague, client: Client) -> None:
        """Does what a step says."""
        match step["change"]:
            case "ACTIVATE_COLLEAGUE":
                await self._set(colleague_table, colleague, status=ColleagueStatus.ACTIVE)
            case "CHANGE_ROLE":
                await self._set(colleague_table, colleague, role=step["to"])
            case "ASSIGN_COLLEAGUE":
                await self.firm.assign(colleague, client)
            case "RESTORE_POWER_OF_ATTORNEY":
                await self._set(client_table, client, access_status=AccessStatus.ACTIVE, poa_granted=True)
            case "RAISE_LEVEL":
                await self._set(client_table, client, level=step["to"])
            case "GRANT":
                async with self.firm.work() as work:
                    grants = (await work.get(client_table, id=client.id)).grants  # type: ignore[union-attr]
                await self._set(client_table, client, grants=grants | GRANT_BITS[Grant(str(step["to"]))])
            case other:
                raise AssertionError(other)

    async def _set(self, table: Any, thing: Colleague | Client, **values: Any) -> None:
        async with self.firm.work() as work:
            await work.update(table, values, id=thing.id)


SITUATIONS = st.builds(
    Situation,
    st.sampled_from(Role),
    st.sampled_from([*[ColleagueStatus.ACTIVE] * 3, ColleagueStatus.INVITED, ColleagueStatus.DEACTIVATED]),
    st.booleans(),
    st.sampled_from([*[AccessStatus.ACTIVE] * 3, AccessStatus.SUSPENDED, AccessStatus.DISCONNECTED]),
    st.booleans(),
    st.sampled_from(AccessLevel),
    st.frozensets(st.sampled_from(Grant)),
)
