"""A webhook goes back in the log, and tells what came after that place once more."""

from datetime import datetime

from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from loaders.webhook import delivery_by_id
from resolvers.choosing import not_found, one_visible
from resolvers.context import Context, Info
from resolvers.inputs.webhook import ReplayFrom, ReplayWebhookInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.finding import locked, speaker_of
from store.outbox import Place, first_since, is_kept
from store.reading import Row
from store.tables import webhook
from store.writing import UnitOfWork

_START = ("input", "start")


@answering
async def replay_webhook(info: Info, input: ReplayWebhookInput) -> Outcome:
    """Whatever was told after the place is queued again, with the ids of before, as the integration may see it now."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        place = await _place(work, info.context, found, input.start)
        if place.position > found.position:
            message = "The webhook has not come so far yet; what comes after that place is told anyway."
            raise refuse(UserErrorCode.INVALID, message, *_START)
        if not await is_kept(work, work.partner_id, place):
            message = "What came after that place is no longer kept; begin later, or read the present state by a query."
            raise refuse(UserErrorCode.INVALID, message, *_START)
        await work.update(webhook, {"position": place.position}, id=found.id)
        before, after = {"position": found.position}, {"position": place.position}
        await work.record("webhook.replayed", "WEBHOOK", found.id, before=before, after=after)
        return Outcome({"webhook": str(found.id)})

    return await mutate(info, input, act)


async def _place(work: UnitOfWork, context: Context, found: Row, start: ReplayFrom) -> Place:
    """The place after which to tell; raises `Refused`."""
    if isinstance(start.after, str):
        return await _after(work, context, found, start.after)
    if isinstance(start.delivery_id, str):
        return await _before(work, context, found, start.delivery_id)
    assert isinstance(start.since, datetime)
    return await first_since(work, work.partner_id, start.since) or Place(found.position)


async def _after(work: UnitOfWork, context: Context, found: Row, cursor: str) -> Place:
    viewer = await speaker_of(work, found)
    position = context.webhooks.place(viewer, found.document, found.variables, cursor)
    if position is None:
        message = (
            "The cursor in `after` is not one of this webhook and its present filter; give `deliveryId` or `since`."
        )
        raise refuse(UserErrorCode.INVALID, message, *_START, "after")
    return Place(position)


async def _before(work: UnitOfWork, context: Context, found: Row, id: str) -> Place:
    path = (*_START, "deliveryId")
    row = await one_visible(work, context, delivery_by_id, IdKind.DELIVERY, id, *path)
    if row.webhook_id != found.id or row.event_id is None:
        raise Refused(not_found(IdKind.DELIVERY, *path))
    return Place(row.position - 1)
