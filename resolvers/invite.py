"""Lists of invites and of pending clients, and what each of them waits for."""

from datetime import datetime

from domain.access import granted
from domain.invite import OPEN
from domain.vocabulary import (
    AccessLevel,
    ClientStatus,
    Grant,
    InviteKind,
    InviteStatus,
    OnboardingStatus,
    WaitingOn,
)
from loaders.client_filter import ClientFilter as Wanted
from loaders.invite import InviteFilter, invites
from loaders.paging import Page, Window
from resolvers.client import listed
from resolvers.context import Info
from resolvers.inputs.client import BY_NAME
from resolvers.relation import computed, in_turn
from store.reading import Row

_PENDING = (
    OnboardingStatus.DETAILS_PENDING,
    OnboardingStatus.SUBMITTED,
    OnboardingStatus.IN_REVIEW,
    OnboardingStatus.INFO_REQUESTED,
    OnboardingStatus.REJECTED,
)


@in_turn
async def connection(
    info: Info,
    kind: list[InviteKind] | None = None,
    status: list[InviteStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the visible invites of every kind, newest first."""
    wanted = InviteFilter(tuple(kind or ()), tuple(status or ()))
    return await invites(info.context.reads, wanted, Window(first, after, last, before))


@in_turn
async def outbound(
    info: Info,
    status: list[InviteStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """Invites to new clients; those without an answer unless a status is asked for."""
    wanted = InviteFilter((InviteKind.CLIENT,), tuple(status or (InviteStatus.SENT,)))
    return await invites(info.context.reads, wanted, Window(first, after, last, before))


@in_turn
async def inbound(
    info: Info,
    status: list[InviteStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """Invites from clients on the platform; those without an answer unless a status is asked for."""
    wanted = InviteFilter((InviteKind.INBOUND,), tuple(status or (InviteStatus.RECEIVED,)))
    return await invites(info.context.reads, wanted, Window(first, after, last, before))


@in_turn
async def onboarding(
    info: Info,
    status: list[OnboardingStatus] | None = None,
    waiting_on: list[WaitingOn] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """Visible clients on their way to verification, by name."""
    wanted = on_their_way(tuple(status or ()), tuple(waiting_on or ()))
    return await listed(info, wanted, BY_NAME, Window(first, after, last, before))


def on_their_way(status: tuple[OnboardingStatus, ...] = (), waiting_on: tuple[WaitingOn, ...] = ()) -> Wanted:
    """Clients between the accepted invite and verification, in any status unless some are asked for."""
    return Wanted(status=(ClientStatus.ONBOARDING,), onboarding=status or _PENDING, waiting_on=waiting_on)


@computed("status")
def is_open(root: Row) -> bool:
    """Whether an answer is still possible."""
    return root.status in OPEN


@computed("status", "stale_since")
def stale(root: Row) -> bool:
    """Whether it was told that nobody opens it, or that it ends soon."""
    return is_open(root) and root.stale_since is not None


@computed("status", "kind")
def waiting_on(root: Row) -> WaitingOn | None:
    """Whose turn it is: the client's with an outbound invite, the firm's with an inbound one."""
    if not is_open(root):
        return None
    return WaitingOn.PARTNER if root.kind == InviteKind.INBOUND else WaitingOn.CLIENT


@computed("status", "sent_at")
def waiting_since(root: Row) -> datetime | None:
    """Since when."""
    moment: datetime = root.sent_at
    return moment if is_open(root) else None


@computed("offered_level")
def offered_level(root: Row) -> AccessLevel:
    """What a company offers that comes by itself; the least when it did not say."""
    return AccessLevel(root.offered_level or AccessLevel.LIMITED)


@computed("offered_grants")
def offered_grants(root: Row) -> tuple[Grant, ...]:
    """What it offers beyond the level."""
    return granted(root.offered_grants)
