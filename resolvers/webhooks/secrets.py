"""Another secret for a webhook, beside which the one before may sign for a while."""

from datetime import timedelta
from typing import Any

from domain.errors import UserErrorCode
from domain.integration import MOST_OVERLAP
from resolvers.context import Info
from resolvers.inputs.webhook import RotateWebhookSecretInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.finding import locked
from resolvers.webhooks.secret import check_secret, new_webhook_secret
from store.tables import webhook
from store.writing import UnitOfWork

_HOURS = MOST_OVERLAP // timedelta(hours=1)


@answering
async def rotate_webhook_secret(info: Info, input: RotateWebhookSecretInput) -> Outcome:
    """A new secret, shown once; what was the old one before signs no more."""
    checks = Checks("input")
    if not 0 <= input.overlap_hours <= _HOURS:
        checks.wrong(UserErrorCode.INVALID, f"`overlapHours` takes 0 to {_HOURS}.", "overlapHours")
    check_secret(checks, input.secret)
    checks.key(input.idempotency_key)
    checks.done()
    overlap = timedelta(hours=input.overlap_hours)

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        sealed = info.context.vault.seal(input.secret or new_webhook_secret())
        ends_at = work.now + overlap if overlap else None
        old: dict[str, Any] = {"old_sealed_secret": found.sealed_secret if overlap else None}
        values = old | {"sealed_secret": sealed, "secret_since": work.now, "old_secret_ends_at": ends_at}
        await work.update(webhook, values, id=found.id)
        before = {"secret_since": found.secret_since}
        after = {"secret_since": work.now, "previous_secret_ends_at": ends_at}
        await work.record("webhook.secret_rotated", "WEBHOOK", found.id, before=before, after=after)
        return Outcome({"webhook": str(found.id), "secret": sealed.decode()})

    return await mutate(info, input, act)
