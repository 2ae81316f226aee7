"""The gateway stops a webhook by itself: its admins are told, and what waits is kept until they resume it."""

from uuid import UUID

from domain.vocabulary import WebhookStatus, WebhookStop
from domain.webhook import WEBHOOK
from resolvers.connecting.letters import write_to_admins
from resolvers.inviting.letters import firm_of
from store.tables import integration, webhook
from store.writing import UnitOfWork


async def stop_webhook(work: UnitOfWork, webhook_id: UUID, why: WebhookStop) -> bool:
    """Stops one that delivers; False when somebody else has stopped it, or deleted it, meanwhile."""
    found = await work.get(webhook, lock=True, id=webhook_id)
    if found is None or found.status != WebhookStatus.ACTIVE:
        return False
    after = WEBHOOK.after("stop", WebhookStatus.ACTIVE)
    await work.update(webhook, {"status": after, "stopped_because": why}, id=webhook_id)
    before = {"status": found.status, "stopped_because": None}
    told = {"status": after, "stopped_because": why}
    await work.record("webhook.stopped", "WEBHOOK", webhook_id, before=before, after=told)
    owner, firm = await work.get(integration, id=found.integration_id), await firm_of(work)
    said = {"integration_name": owner.name if owner else "", "partner_name": firm.name, "url": found.url, "why": why}
    await write_to_admins(work, "webhook_stopped", said)
    return True
