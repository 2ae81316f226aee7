"""Client fields: lists, access, onboarding, progress, links, and what the viewer can do there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import eq, lt
from typing import Any
from uuid import UUID

import strawberry

from domain.access import ACCESS_FACTS, Ability, able, capabilities, granted, held
from domain.ids import IdKind, encode
from domain.months import month_of
from domain.vocabulary import Capability, Grant, OnboardingStatus
from execution.fields import Applied, Loaded
from loaders import client as loader
from loaders.assignment import assignments_by_client_id
from loaders.bookkeeping import months_by_client
from loaders.client_filter import ClientFilter as Wanted
from loaders.paging import Page, Window
from resolvers.asking import may_ask
from resolvers.context import Context, Info
from resolvers.inputs.client import BY_NAME, ClientFilter, ClientOrder, wanted
from resolvers.inputs.ids import stored_id
from resolvers.inputs.month import YearMonth
from resolvers.inputs.order import OrderDirection
from resolvers.period import Period
from resolvers.relation import applied, computed, contextual, declared, in_turn
from store.reading import Row


async def by_id(info: Info, id: strawberry.ID) -> Any:
    """A visible client; None for any other id whatsoever."""
    return await info.context.load(loader.client_by_id, stored_id(IdKind.CLIENT, id))


@in_turn
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


@computed("grants")
def grants(root: Row) -> tuple[Grant, ...]:
    """The grants on top of the access level."""
    return granted(root.grants)


@computed(*ACCESS_FACTS)
def partner_capabilities(root: Row) -> list[Capability]:
    """What the firm may do in the account at all, in the order of the vocabulary."""
    allowed = capabilities(root)
    return [capability for capability in Capability if capability in allowed]


# Whether the company is verified.
is_onboarded = applied(Applied(partial(eq, OnboardingStatus.VERIFIED), ("onboarding_status",)))


def _months_asked(
    root: Row, context: Context, months: int = 3, ending_with: YearMonth | None = None
) -> tuple[UUID, str, str]:
    return root.id, *_edges(months, ending_with or month_of(context.now, root.time_zone))


@lru_cache(1_024)
def _edges(months: int, last: str) -> tuple[str, str]:
    """The first and the last of some months."""
    span = Period(months, last).months
    return span[0], span[-1]


@declared(Loaded(months_by_client, _months_asked, columns=frozenset({"id", "time_zone"}), personal=False))
async def export_progress(
    root: Row, info: Info, months: int = 3, ending_with: YearMonth | None = None
) -> Sequence[Row]:
    """Months of figures, oldest first, in the client's time zone."""
    return await info.context.load(months_by_client, _months_asked(root, info.context, months, ending_with))


# Whether less was exported than submitted.
is_behind = applied(Applied(lt, ("exported_count", "submitted_count")))


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


def _asked_assignments(root: Row, context: Context) -> UUID | None:
    # The rows that `assignments` shows: whoever asks for both reads them once.
    return root.id if context.viewer.colleague_id else None


def _viewer_can(working: Sequence[Row] | None, root: Row, context: Context) -> ViewerCan:
    viewer = context.viewer
    assigned = any(row.colleague_id == viewer.colleague_id for row in working or ())
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


@declared(Loaded(assignments_by_client_id, _asked_assignments, _viewer_can, columns=frozenset({"id", *ACCESS_FACTS})))
async def viewer_can(root: Row, info: Info) -> ViewerCan:
    """The effective right of domain section 3, for this viewer and client."""
    wanted = _asked_assignments(root, info.context)
    working = await info.context.load(assignments_by_client_id, wanted) if wanted else None
    return _viewer_can(working, root, info.context)


def link(page: str) -> Callable[..., str]:
    """The portal's page about one client."""

    @contextual("id", personal=False)
    def address(root: Row, context: Context) -> str:
        return f"{context.links.portal}/clients/{encode(IdKind.CLIENT, root.id)}{page}"

    return address
