"""Client fields: lists, access, onboarding, progress, links, and what the viewer can do there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry

from domain.access import Ability, able, capabilities, granted, held
from domain.ids import IdKind, encode
from domain.months import month_of
from domain.vocabulary import Capability, Grant, OnboardingStatus
from loaders import client as loader
from loaders.assignment import assignments_by_client_id
from loaders.bookkeeping import months_by_client
from loaders.client import ClientFilter as Wanted
from loaders.paging import Page, Window
from resolvers.asking import may_ask
from resolvers.context import Info
from resolvers.inputs.client import BY_NAME, ClientFilter, ClientOrder, OrderDirection, wanted
from resolvers.inputs.ids import stored_id
from resolvers.inputs.month import YearMonth
from resolvers.period import Period
from store.reading import Row


async def by_id(info: Info, id: strawberry.ID) -> Any:
    """A visible client; None for any other id whatsoever."""
    return await info.context.load(loader.client_by_id, stored_id(IdKind.CLIENT, id))


async def connection(
    info: Info,
    filter: ClientFilter | None = None,
    order_by: ClientOrder = BY_NAME,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page | None:
    """A page of the visible clients; None when the viewer may not ask by this filter or order."""
    if not may_ask(info, filter, order_by):
        return None
    return await listed(info, wanted(filter), order_by, Window(first, after, last, before))


async def listed(info: Info, filter: Wanted, order: ClientOrder, window: Window) -> Page:
    """A page of the visible clients, by a filter in the store's terms."""
    descending = order.direction is OrderDirection.DESC
    return await loader.clients(info.context.reads, filter, order.field, order.signal, descending, window)


def grants(root: Row) -> tuple[Grant, ...]:
    """The grants on top of the access level."""
    return granted(root.grants)


def partner_capabilities(root: Row) -> list[Capability]:
    """What the firm may do in the account at all, in the order of the vocabulary."""
    allowed = capabilities(root)
    return [capability for capability in Capability if capability in allowed]


def is_onboarded(root: Row) -> bool:
    """Whether the company is verified."""
    return bool(root.onboarding_status == OnboardingStatus.VERIFIED)


async def export_progress(
    root: Row, info: Info, months: int = 3, ending_with: YearMonth | None = None
) -> Sequence[Row]:
    """Months of figures, oldest first, in the client's time zone."""
    last = ending_with or month_of(info.context.now, root.time_zone)
    span = Period(months, last).months
    return await info.context.load(months_by_client, (root.id, span[0], span[-1]))


def is_behind(root: Row) -> bool:
    """Whether less was exported than submitted."""
    return bool(root.exported_count < root.submitted_count)


@dataclass(frozen=True, slots=True)
class ViewerCan:
    """What the viewer can do with one client."""

    client: Row
    is_assigned: bool
    open_account: bool
    assign_self: bool
    unassign_self: bool
    request_grants: bool
    capabilities: list[Capability]


async def viewer_can(root: Row, info: Info) -> ViewerCan:
    """The effective right of domain section 3, for this viewer and client."""
    viewer = info.context.viewer
    # The rows that `assignments` shows: whoever asks for both reads them once.
    working = await info.context.load(assignments_by_client_id, root.id) if viewer.colleague_id else []
    assigned = any(row.colleague_id == viewer.colleague_id for row in working)
    mine = held(viewer, root, assigned=assigned)
    return ViewerCan(
        client=root,
        is_assigned=assigned,
        open_account=assigned and bool(mine) and able(viewer, Ability.OPEN_CLIENT_ACCOUNTS),
        assign_self=not assigned and able(viewer, Ability.ASSIGN_OTHERS),
        unassign_self=assigned and able(viewer, Ability.UNASSIGN_SELF),
        request_grants=able(viewer, Ability.REQUEST_GRANTS),
        capabilities=[capability for capability in Capability if capability in mine],
    )


def link(page: str) -> Callable[..., str]:
    """The portal's page about one client."""

    def address(root: Row, info: Info) -> str:
        return f"{info.context.links.portal}/clients/{encode(IdKind.CLIENT, root.id)}{page}"

    return address
