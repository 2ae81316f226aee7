"""A delivery that tells of nothing, to see whether a receiver takes what it is sent."""

from domain.vocabulary import DeliveryKind
from resolvers.context import Info
from resolvers.inputs.webhook import TestWebhookInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.finding import locked
from resolvers.webhooks.queueing import apart
from store.ids import new_id
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
        id = new_id()
        row = apart(found.id, id, DeliveryKind.TEST, work.now)
        await work.insert(webhook_delivery, row)
        await work.record("webhook.tested", "WEBHOOK", found.id, after={"delivery_id": id})
        return Outcome({"webhook": str(found.id), "delivery": str(id)})

    return await mutate(info, input, act)
