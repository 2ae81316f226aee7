"""Twin worlds: the same firm in two databases that differ only in what a kind of viewer may not see."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from domain.platform import PLATFORM
from domain.vocabulary import (
    AttentionLevel,
    EnrolmentStatus,
    Grant,
    InviteStatus,
    OnboardingStatus,
    Role,
    Scope,
    SignalKind,
)
from store.engine import Store
from store.tables import (
    METADATA,
    client,
    client_total,
    colleague,
    enrolment,
    invite,
    month_figure,
    month_total,
    partnership,
    referral,
    signal,
)
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, World

# Who looks, and with which scopes an integration does.
SCOPES: Mapping[str, tuple[Scope, ...]] = {
    "reader of clients": (Scope.PARTNER_READ, Scope.CLIENTS_READ, Scope.INVITES_READ),
    "reader of totals": (Scope.PARTNER_READ, Scope.BOOKKEEPING_READ),
}
SIGHTS = ("admin", "bookkeeper", "viewer", *SCOPES)
PASSWORD = "Twin Secret"


@dataclass
class Scene:
    """The firm that is looked at, and what the operations may name: visible, hidden and foreign ids alike."""

    firm: Firm
    other: Firm
    people: dict[str, Colleague]
    machines: dict[str, Any]
    shown: list[Client]
    suspended: Client
    hidden: list[Client]
    foreign: Client
    ids: list[str] = field(default_factory=list)

    def caller(self, portal: Portal, sight: str) -> Caller:
        """Who looks, at one of the twins."""
        if sight in self.people:
            return portal.of(self.people[sight])
        return portal.machine(self.machines[sight], *SCOPES[sight])


async def build(world: World) -> Scene:
    """Both firms, complete, before the twins part."""
    firm, other = await world.partner(), await world.partner()
    roles = {"admin": Role.ADMIN, "bookkeeper": Role.BOOKKEEPER, "viewer": Role.VIEWER, "someone": Role.BOOKKEEPER}
    people = {name: await firm.colleague(role=role) for name, role in roles.items()}
    machines = {name: await firm.integration(scopes) for name, scopes in SCOPES.items()}
    shown = [await firm.client(f"Shown {n}", grants=[Grant.PAY_INVOICES], balance=n * 100) for n in range(3)]
    shown.append(await firm.client("Shown newcomer", onboarding=OnboardingStatus.SUBMITTED))
    suspended = await firm.client("Shown suspended", poa=False)
    hidden = [await firm.client(f"{PASSWORD} {n}") for n in range(2)]
    foreign = await other.client("Foreign")
    scene = Scene(firm, other, people, machines, [*shown, suspended], suspended, hidden, foreign)
    await _work(scene)
    return scene


async def _work(scene: Scene) -> None:
    firm, people, ids = scene.firm, scene.people, scene.ids
    await firm.partnership()
    ids.append((await firm.referral(people["admin"]))[0].public_id)
    for number, shown in enumerate(scene.shown):
        ids += [(await firm.assign(people[name], shown)).public_id for name in ("bookkeeper", "viewer", "someone")]
        await firm.month(shown, "2026-04", submitted=(4, 400), exported=(number, number * 100))
        await firm.signal(shown, SignalKind.MISSING_RECEIPTS, AttentionLevel.INFO, count=number + 1)
        await firm.subscription(shown)
        ids.append((await firm.invoice(shown)).public_id)
    for hidden in scene.hidden:
        ids.append((await firm.assign(people["someone"], hidden)).public_id)
        await firm.month(hidden, "2026-04", submitted=(7, 700))
        ids.append((await firm.invoice(hidden)).public_id)
    team = await firm.team("Team", [people["bookkeeper"], people["someone"]], [scene.shown[0]])
    sent, _ = await firm.client_invite(by=people["bookkeeper"])
    accepted, _ = await firm.client_invite(status=InviteStatus.ACCEPTED, client_id=scene.shown[0].id)
    secret, _ = await firm.client_invite(by=people["someone"])
    inbound = await firm.inbound_invite()
    invited, _ = await firm.colleague_invite(by=people["admin"])
    theirs = await scene.other.colleague()
    await scene.other.assign(theirs, scene.foreign)
    things = [*scene.shown, *scene.hidden, scene.foreign, team, sent, accepted, secret, inbound, invited, theirs]
    ids += [thing.public_id for thing in (*things, *people.values())]
    for name in ("bookkeeper", "someone"):
        ids.append((await firm.enrolment(people[name], "month-end")).public_id)
    ids += [firm.public_id, scene.other.public_id, "", "client_", "team_00000000000000000000000000"]


async def copy(source: Store, target: Store) -> None:
    """Every row of one database into an empty other one, which has the platform already, and keeps its own totals."""
    async with source.engine.connect() as reading, target.engine.begin() as writing:
        for table in METADATA.sorted_tables:
            if table in (client_total, month_total):
                # The database counts them itself.
                continue
            stored = [column for column in table.c if column.computed is None]
            rows = [dict(row._mapping) for row in await reading.execute(select(*stored)) if row[0] != PLATFORM]
            if rows:
                await writing.execute(insert(table), rows)


async def part(scene: Scene, sight: str) -> None:
    """Changes, in the database of the scene's firm, all that a kind of viewer may not see."""
    for differ in _DIFFERENCES[sight]:
        await differ(scene)


async def _other_firms(scene: Scene) -> None:
    for _ in range(2):
        more = await scene.other.client("Shown 0")
        await scene.other.assign(await scene.other.colleague(name="Anna Berg"), more)
        await scene.other.client_invite()
    async with scene.other.work() as work:
        await work.update(client, {"name": "Renamed", "balance_minor": -1}, id=scene.foreign.id)


async def _figures(scene: Scene, *clients: Client) -> None:
    """Money and months, as the platform tells them: facts raise no version."""
    async with scene.firm.work() as work:
        for number, changed in enumerate(clients, start=1):
            money = {"balance_minor": 777_000_00 * number, "low_balance_minor": 5, "daily_spend_minor": 9}
            told = money | {"balance_at": scene.firm.now - timedelta(days=1), "id": changed.id}
            await work.update_each(client, [told])
            figures = {"submitted_count": 99, "submitted_minor": 99_00, "missing_receipts": 8, "ready_count": 9}
            await work.update(month_figure, figures, client_id=changed.id)
    for changed in clients:
        await scene.firm.month(changed, "2026-03", submitted=(3, 300))


async def _suspended_figures(scene: Scene) -> None:
    await _figures(scene, scene.suspended)


async def _hidden_clients(scene: Scene) -> None:
    firm, someone = scene.firm, scene.people["someone"]
    await _figures(scene, *scene.hidden)
    async with firm.work() as work:
        for hidden in scene.hidden:
            facts = {"name": "Shown otherwise", "name_key": "shown otherwise", "currency": "SEK", "level": "EXTENDED"}
            await work.update(client, facts, id=hidden.id)
    for name in ("Shown 1", "Aaa", PASSWORD):
        more = await firm.client(name, poa=name != "Aaa")
        await firm.signal(more, SignalKind.LOW_BALANCE, AttentionLevel.CRITICAL, amount=1)
        await firm.assign(someone, more)
        await firm.invoice(more)
        await firm.client_invite(by=someone, status=InviteStatus.ACCEPTED, client_id=more.id)


async def _others_invites(scene: Scene) -> None:
    for _ in range(2):
        await scene.firm.client_invite(by=scene.people["someone"])


async def _others_studies(scene: Scene) -> None:
    someone = scene.people["someone"]
    await scene.firm.enrolment(someone, "integrations", status=EnrolmentStatus.IN_PROGRESS)
    async with scene.firm.work() as work:
        await work.update(enrolment, {"status": "LEFT", "left_at": scene.firm.now}, colleague_id=someone.id)


async def _certificates(scene: Scene) -> None:
    for person in scene.people.values():
        await scene.firm.certificate(person)


async def _inbound_and_colleagues(scene: Scene) -> None:
    await scene.firm.inbound_invite()
    async with scene.firm.work() as work:
        for kind in ("INBOUND", "COLLEAGUE"):
            await work.update(invite, {"email": f"{kind}@example.com", "message": "Twin", "send_count": 9}, kind=kind)


async def _partnership(scene: Scene) -> None:
    """All but the tier, whose discount everybody meets in quotes."""
    firm, shown = scene.firm, scene.shown[0]
    await firm.points(777, client_id=shown.id, colleague_id=scene.people["someone"].id)
    await firm.referral(scene.people["admin"], client_id=shown.id)
    await firm.agreement(scene.people["admin"])
    async with firm.work() as work:
        await work.update(referral, {"company_name": PASSWORD})
        await work.update(partnership, {"falls_at": firm.now + timedelta(days=3)})


async def _private_facts(scene: Scene) -> None:
    async with scene.firm.work() as work:
        for name in ("admin", "someone"):
            seen = {"last_seen_at": scene.firm.now, "invited_at": scene.firm.now - timedelta(days=9)}
            id = scene.people[name].id
            await work.update(colleague, seen | {"email": f"{name}@twin.example.com"}, id=id)


async def _all_figures(scene: Scene) -> None:
    """Everything about money, work and attention, for whoever reads clients alone."""
    readable = [shown for shown in scene.shown if shown is not scene.suspended]
    await _figures(scene, *readable, *scene.hidden)
    for number, shown in enumerate(scene.shown):
        await scene.firm.signal(shown, SignalKind.LOW_BALANCE, AttentionLevel(number % 4), amount=50 - number)
        await scene.firm.assign(await scene.firm.colleague(), shown)
        await scene.firm.invoice(shown)


async def _names(scene: Scene) -> None:
    """Everything about who a client is, for whoever reads totals alone."""
    async with scene.firm.work() as work:
        for number, shown in enumerate(scene.shown):
            facts = {
                "name": f"Zz {9 - number}",
                "name_key": f"zz {9 - number}",
                "legal_name": "Twin",
                "admin_name": "Twin",
            }
            await work.update(client, facts, id=shown.id)
            await work.update(signal, {"name_key": f"zz {9 - number}"}, client_id=shown.id)


Differ = Callable[[Scene], Awaitable[None]]
_EVERYBODY: tuple[Differ, ...] = (_other_firms, _suspended_figures)
_WORKER: tuple[Differ, ...] = (
    *_EVERYBODY,
    _hidden_clients,
    _others_invites,
    _others_studies,
    _inbound_and_colleagues,
    _private_facts,
)
_MACHINE: tuple[Differ, ...] = (
    *_EVERYBODY,
    _others_studies,
    _certificates,
    _inbound_and_colleagues,
    _partnership,
    _private_facts,
)
_DIFFERENCES: Mapping[str, tuple[Differ, ...]] = {
    "admin": _EVERYBODY,
    "bookkeeper": _WORKER,
    "viewer": _WORKER,
    "reader of clients": (*_MACHINE, _all_figures),
    "reader of totals": (*_MACHINE, _others_invites, _names),
}
