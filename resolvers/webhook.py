"""What webhooks and their deliveries are to their readers."""

from datetime import datetime

import orjson

from domain.ids import IdKind
from domain.vocabulary import DeliveryStatus
from domain.webhook import LAGGING
from loaders.paging import Page, Window
from loaders.webhook import DeliveryFilter as Wanted
from loaders.webhook import deliveries
from resolvers.context import Context, Info
from resolvers.inputs.ids import optional_id
from resolvers.inputs.webhook import DeliveryFilter
from resolvers.relation import computed, contextual
from store.reading import Row


async def connection(
    info: Info,
    filter: DeliveryFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the firm's deliveries, the last queued first."""
    return await deliveries(info.context.reads, _wanted(filter), Window(first, after, last, before))


@computed("variables")
def variables(root: Row) -> str:
    """The document's variables as JSON."""
    return orjson.dumps(root.variables, option=orjson.OPT_SORT_KEYS).decode()


@computed("failing_since")
def is_failing(root: Row) -> bool:
    """Whether the last delivery did not get through."""
    return root.failing_since is not None


@contextual("since", personal=False)
def is_lagging(root: Row, context: Context) -> bool:
    """Whether something has waited for more than five minutes."""
    since: datetime = root.since
    return context.now - since > LAGGING


@computed("status", "due_at")
def next_attempt_at(root: Row) -> datetime | None:
    """When it is tried, while it waits."""
    return root.due_at if root.status == DeliveryStatus.QUEUED else None


@computed("event_id")
def event_id(root: Row) -> str | None:
    """The event, as payloads of subscriptions name it."""
    return None if root.event_id is None else str(root.event_id)


def _wanted(filter: DeliveryFilter | None) -> Wanted:
    if filter is None:
        return Wanted()
    return Wanted(
        webhook_id=optional_id(IdKind.WEBHOOK, filter.webhook_id),
        client_id=optional_id(IdKind.CLIENT, filter.client_id),
        status=tuple(filter.status or ()),
    )
