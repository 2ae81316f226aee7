"""A delivery that tells of nothing, to see whether a receiver takes what it is sent."""

from typing import Any

from domain.errors import UserErrorCode, refuse
from domain.vocabulary import DeliveryKind, DeliveryStatus
from domain.webhook import MOST_TESTS
from resolvers.context import Info
from resolvers.inputs.webhook import TestWebhookInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.finding import ID, locked
from resolvers.webhooks.queueing import apart
from store.ids import new_id
from store.reading import Row
from store.tables import webhook_delivery
from store.writing import UnitOfWork


@answering
async def test_webhook(info: Info, input: TestWebhookInput) -> Outcome:
    """Goes out at once and once, also while the webhook is paused or stopped."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        await _check_room(work, found)
        id = new_id()
        row = apart(found.id, id, DeliveryKind.TEST, work.now)
        await work.insert(webhook_delivery, row)
        await work.record("webhook.tested", "WEBHOOK", found.id, after={"delivery_id": id})
        return Outcome({"webhook": str(found.id), "delivery": str(id)})

    return await mutate(info, input, act)


async def _check_room(work: UnitOfWork, found: Row) -> None:
    """Raises `Refused` while enough tests wait; the webhook is locked, so that many at once are no more."""
    waiting: dict[str, Any] = {"kind": DeliveryKind.TEST, "status": DeliveryStatus.QUEUED}
    if len(await work.find(webhook_delivery, webhook_id=found.id, **waiting)) >= MOST_TESTS:
        message = (
            f"{MOST_TESTS} tests of this webhook wait for an answer; send the next one when one of them is settled."
        )
        raise refuse(UserErrorCode.LIMIT_REACHED, message, *ID)
