"""The badges of the menu count what the pages behind it list for the same viewer, with few statements."""

from datetime import timedelta
from typing import Any

from domain.vocabulary import AttentionLevel, CertificateStatus, InviteStatus, OnboardingStatus, Role, Scope, SignalKind
from store.engine import Store
from tests.portal import Caller, Portal
from tests.servers.statements import count_statements
from tests.world import Colleague, Firm, World

BADGES = "{ viewer { menuBadges { entry count } } }"
PAGES = """{ partner {
  bookkeepingOverview { clients(first: 100) { nodes { attention { level } } } }
  pendingClients { onboarding(waitingOn: [PARTNER]) { totalCount } inboundInvites { totalCount } }
  invites(kind: [COLLEAGUE], status: [SENT]) { totalCount } } }"""


async def badges(caller: Caller) -> dict[str, int]:
    told = (await caller(BADGES)).data["viewer"]["menuBadges"]
    return {badge["entry"]: badge["count"] for badge in told}


async def pages(caller: Caller) -> dict[str, int]:
    """The same numbers, counted on the pages."""
    firm: Any = (await caller(PAGES)).data["partner"]
    levels = [node["attention"]["level"] for node in firm["bookkeepingOverview"]["clients"]["nodes"]]
    pending, inbound = (firm["pendingClients"][name] or {"totalCount": 0} for name in ("onboarding", "inboundInvites"))
    counts = {
        "BOOKKEEPING": sum(level in ("WARNING", "CRITICAL") for level in levels),
        "PENDING_CLIENTS": pending["totalCount"] + inbound["totalCount"],
        "PEOPLE": firm["invites"]["totalCount"],
    }
    return {entry: count for entry, count in counts.items() if count}


async def busy(firm: Firm, anna: Colleague) -> None:
    """A firm of which Anna sees a part; lapsed and answered invites wait for nobody."""
    for place, level in enumerate(AttentionLevel):
        for each in range(place + 1):
            client = await firm.client()
            await firm.signal(client, SignalKind.LOW_BALANCE, level)
            if each == 0:
                await firm.assign(anna, client)
    for status in (OnboardingStatus.REJECTED, OnboardingStatus.REJECTED, OnboardingStatus.IN_REVIEW):
        await firm.assign(anna, await firm.client(onboarding=status))
    await firm.client(onboarding=OnboardingStatus.REJECTED)
    past = firm.now - timedelta(seconds=1)
    await firm.inbound_invite()
    await firm.inbound_invite(expires_at=past)
    await firm.inbound_invite(status=InviteStatus.DECLINED)
    for _ in range(2):
        await firm.colleague_invite()
    await firm.colleague_invite(expires_at=past)
    await firm.client_invite(by=anna)


async def test_badges_count_what_the_pages_list_for_the_same_viewer(world: World, portal: Portal) -> None:
    firm, stranger = await world.partner(), await world.partner()
    anna, boss = await firm.colleague(), await firm.colleague(role=Role.ADMIN)
    viewer = await firm.colleague(role=Role.VIEWER)
    await busy(firm, anna)
    await busy(stranger, await stranger.colleague())
    seen = [await badges(portal.of(who)) for who in (boss, anna, viewer)]
    assert seen == [await pages(portal.of(who)) for who in (boss, anna, viewer)]
    assert seen == [
        {"BOOKKEEPING": 7, "PENDING_CLIENTS": 4, "PEOPLE": 2},
        {"BOOKKEEPING": 2, "PENDING_CLIENTS": 2},
        {},
    ]


async def test_the_academys_badge_counts_the_viewers_own_courses_to_take_again(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(), await firm.colleague()
    await firm.certificate(anna, "first-client", expires_in=timedelta(days=29))
    await firm.certificate(bo, "first-client", expires_in=timedelta(days=31))
    await firm.certificate(bo, "first-client", expires_in=timedelta(days=1), status=CertificateStatus.RENEWED)
    assert await badges(portal.of(anna)) == {"ACADEMY": 1}
    assert await badges(portal.of(bo)) == {}


async def test_all_badges_take_two_statements(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    anna = await firm.colleague()
    await busy(firm, anna)
    with count_statements(store) as without:
        await portal.of(anna)("{ viewer { menu } }")
    with count_statements(store) as seen:
        await portal.of(anna)(BADGES)
    assert len(seen) - len(without) == 2


async def test_an_integration_has_no_menu_and_no_badges(world: World, portal: Portal) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ])
    answer = await portal.machine(machine, "partner:read", "clients:read")(BADGES)
    assert answer.data == {"viewer": {"menuBadges": None}}
    assert [error["extensions"]["coordinate"] for error in answer.errors] == ["Viewer.menuBadges"]
