"""Another address or document for a webhook; paused, resumed, deleted."""

from typing import Any

from domain.vocabulary import DeliveryStatus, WebhookStatus
from domain.webhook import WEBHOOK
from resolvers.context import Context, Info
from resolvers.inputs.webhook import DeleteWebhookInput, PauseWebhookInput, ResumeWebhookInput, UpdateWebhookInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.asked import check_document, check_url, check_variables, judge
from resolvers.webhooks.finding import ID, locked, speaker_of
from store.reading import Row
from store.tables import webhook, webhook_delivery
from store.writing import UnitOfWork


@answering
async def update_webhook(info: Info, input: UpdateWebhookInput) -> Outcome:
    """From the next delivery on; what waits is told by the new document, to the new address."""
    checks, context = Checks("input"), info.context
    wanted = _wanted(checks, context, input)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, context, input)
        after = {name: value for name, value in wanted.items() if getattr(found, name) != value}
        if "document" in after or "variables" in after:
            asked = {name: after.get(name, getattr(found, name)) for name in ("document", "variables")}
            judge(context, await speaker_of(work, found), asked["document"], asked["variables"])
        if after:
            await work.update(webhook, after, id=found.id)
            before = {name: getattr(found, name) for name in after}
            await work.record("webhook.updated", "WEBHOOK", found.id, before=before, after=after)
        return Outcome({"webhook": str(found.id)})

    return await mutate(info, input, act)


def _wanted(checks: Checks, context: Context, input: UpdateWebhookInput) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if input.url is not None:
        values["url"] = check_url(checks, context, input.url)
    if input.document is not None:
        values["document"] = check_document(checks, input.document)
    if input.variables is not None:
        values["variables"] = check_variables(checks, input.variables)
    return values


async def pause_webhook(info: Info, input: PauseWebhookInput) -> Outcome:
    """Nothing goes out until it is resumed; what happens meanwhile is told then, as far as the log is kept."""
    return await _switch(info, input, "pause", "webhook.paused")


async def resume_webhook(info: Info, input: ResumeWebhookInput) -> Outcome:
    """It goes on where it was; what waits is due at once, as if it were new."""
    return await _switch(info, input, "resume", "webhook.resumed")


async def _switch(info: Info, input: Any, event: str, action: str) -> Outcome:
    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        after = WEBHOOK.after(event, WebhookStatus(found.status), *ID)
        if after is WebhookStatus.ACTIVE:
            # What it cannot tell is told when it is resumed, not when the next event stops it again.
            judge(info.context, await speaker_of(work, found), found.document, found.variables)
        values = {"status": after, "stopped_because": None, "failing_since": None}
        await work.update(webhook, values, id=found.id)
        if after is WebhookStatus.ACTIVE:
            fresh = {"attempts": 0, "queued_at": work.now, "due_at": work.now}
            await work.update(webhook_delivery, fresh, webhook_id=found.id, status=DeliveryStatus.QUEUED)
        before = {"status": found.status, "stopped_because": found.stopped_because}
        await work.record(action, "WEBHOOK", found.id, before=before, after={"status": after, "stopped_because": None})
        return Outcome({"webhook": str(found.id)})

    return await mutate(info, input, act)


async def delete_webhook(info: Info, input: DeleteWebhookInput) -> Outcome:
    """It is gone, with its queue and its log; a delivery that is under way may still arrive."""

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        await work.delete(webhook, id=found.id)
        before = _shown(found)
        await work.record("webhook.deleted", "WEBHOOK", found.id, before=before)
        return Outcome({"deleted": input.webhook_id, "integration": str(found.integration_id)})

    return await mutate(info, input, act)


def _shown(found: Row) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("integration_id", "url", "document", "variables", "status")}
