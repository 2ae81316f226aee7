"""Small random firms: who works on which client, by every kind of assignment there is, and what follows from it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from domain.vocabulary import (
    AssignmentSource,
    AssignmentStatus,
    AttentionLevel,
    InviteStatus,
    OnboardingStatus,
    Role,
    SignalKind,
)
from store.ids import new_id
from store.tables import assignment, assignment_source, team_client
from tests.world import Assignment, Client, Colleague, Firm, Invite, Team, World

# How a colleague relates to a client, and whether that counts now.
RELATIONS = {
    "none": False,
    "direct": True,
    "team": True,
    "for an hour": True,
    "until now": False,
    "until yesterday": False,
    "ended": False,
    "ended, then again": True,
    "ended, then until yesterday": False,
}
STAFF = {"boss": Role.ADMIN, "anna": Role.BOOKKEEPER, "bo": Role.BOOKKEEPER, "guest": Role.VIEWER}
WORKERS = tuple(name for name, role in STAFF.items() if role is not Role.ADMIN)


@dataclass(frozen=True)
class Plan:
    """One client of a firm to be built: relations by the colleague's name, and facts that lists look at."""

    relations: dict[str, str]
    in_team: bool
    onboarding: bool
    poa: bool
    attention: AttentionLevel
    invited_by: str | None


@st.composite
def plans(draw: st.DrawFn) -> list[Plan]:
    """The clients of one firm."""
    one = st.builds(
        Plan,
        st.fixed_dictionaries({name: st.sampled_from(sorted(RELATIONS)) for name in WORKERS}),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from(AttentionLevel),
        st.sampled_from([None, *STAFF]),
    )
    return draw(st.lists(one, min_size=1, max_size=6))


@dataclass
class Portfolio:
    """A firm that was built; keys are numbers of clients."""

    firm: Firm
    plans: list[Plan]
    staff: dict[str, Colleague]
    team: Team
    clients: list[Client] = field(default_factory=list)
    invites: dict[int, Invite] = field(default_factory=dict)
    invoices: list[str] = field(default_factory=list)
    # (public id, client, colleague, counts now)
    assignments: list[tuple[str, int, str, bool]] = field(default_factory=list)

    def visible(self, name: str) -> set[int]:
        """The clients that exist for a colleague."""
        everything = set(range(len(self.plans)))
        if STAFF[name] is Role.ADMIN:
            return everything
        return {number for number in everything if RELATIONS[self.plans[number].relations[name]]}

    def visible_invites(self, name: str) -> set[int]:
        """The outbound invites that exist for a colleague: own ones, and those of clients that do."""
        own = {number for number in self.invites if self.plans[number].invited_by == name}
        return own | (self.visible(name) & set(self.invites))

    def ids(self, numbers: set[int]) -> set[str]:
        """The public ids of clients."""
        return {self.clients[number].public_id for number in numbers}

    def client_of(self, number: int) -> str:
        """A client's public id."""
        return self.clients[number].public_id


async def build(world: World, wanted: list[Plan]) -> Portfolio:
    """Makes the firm."""
    firm = await world.partner()
    staff = {name: await firm.colleague(role=role) for name, role in STAFF.items()}
    built = Portfolio(firm, wanted, staff, await firm.team("Team"))
    for number, plan in enumerate(wanted):
        await _client(built, number, plan)
    return built


async def _client(built: Portfolio, number: int, plan: Plan) -> None:
    firm = built.firm
    onboarding = OnboardingStatus.SUBMITTED if plan.onboarding else OnboardingStatus.VERIFIED
    client = await firm.client(f"Client{number} Shared", poa=plan.poa, onboarding=onboarding, balance=100)
    built.clients.append(client)
    if plan.attention:
        await firm.signal(client, SignalKind.MISSING_RECEIPTS, plan.attention)
    await firm.month(client, "2026-04", submitted=(2, 200), exported=(1, 100))
    built.invoices.append((await firm.invoice(client)).public_id)
    if plan.in_team:
        await firm.insert(team_client, {"team_id": built.team.id, "client_id": client.id})
    if plan.invited_by:
        accepted: dict[str, Any] = {"status": InviteStatus.ACCEPTED, "client_id": client.id}
        built.invites[number], _ = await firm.client_invite(by=built.staff[plan.invited_by], **accepted)
    for name, relation in plan.relations.items():
        await _relate(built, number, name, relation)


async def _relate(built: Portfolio, number: int, name: str, relation: str) -> None:
    firm, yesterday = built.firm, built.firm.now - timedelta(days=1)
    if relation.startswith("ended"):
        await _assign(built, number, name, ended_at=yesterday)
    if relation == "ended":
        return
    if relation == "until now":
        await _assign(built, number, name, ends_at=firm.now)
    elif relation.endswith("until yesterday"):
        await _assign(built, number, name, ends_at=yesterday)
    elif relation != "none":
        ends_at = firm.now + timedelta(hours=1) if relation == "for an hour" else None
        await _assign(built, number, name, live=True, ends_at=ends_at, team=built.team if relation == "team" else None)


async def _assign(
    built: Portfolio, number: int, name: str, *, live: bool = False, team: Team | None = None, **columns: Any
) -> None:
    id, status = new_id(), AssignmentStatus.ENDED if "ended_at" in columns else AssignmentStatus.ACTIVE
    row = {"id": id, "client_id": built.clients[number].id, "colleague_id": built.staff[name].id, "status": status}
    reason: dict[str, Any] = {
        "id": new_id(),
        "assignment_id": id,
        "status": status,
        "team_id": team.id if team else None,
    }
    reason["source"] = AssignmentSource.TEAM if team else AssignmentSource.DIRECT
    async with built.firm.work() as work:
        await work.insert(assignment, row | {"created_at": built.firm.now} | columns)
        await work.insert(assignment_source, reason | {"created_at": built.firm.now} | columns)
    built.assignments.append((Assignment(id).public_id, number, name, live))
