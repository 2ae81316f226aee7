"""A new webhook, with the secret that is shown once."""

from typing import Any

from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import WebhookStatus
from domain.webhook import MOST_WEBHOOKS
from loaders.integration import integration_by_id
from resolvers.choosing import one_visible
from resolvers.context import Info
from resolvers.inputs.webhook import CreateWebhookInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.webhooks.asked import check_document, check_url, check_variables, judge
from resolvers.webhooks.finding import speaker
from resolvers.webhooks.secret import check_secret, new_webhook_secret
from store.ids import new_id
from store.outbox import newest_in
from store.reading import Row
from store.tables import integration, webhook
from store.writing import UnitOfWork

_INTEGRATION = ("input", "integrationId")


@answering
async def create_webhook(info: Info, input: CreateWebhookInput) -> Outcome:
    """A webhook that tells of what is committed from now on; its secret is kept sealed."""
    checks, context = Checks("input"), info.context
    url, document = check_url(checks, context, input.url), check_document(checks, input.document)
    variables = check_variables(checks, input.variables)
    check_secret(checks, input.secret)
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        seen = await one_visible(
            work, context, integration_by_id, IdKind.INTEGRATION, input.integration_id, *_INTEGRATION
        )
        owner = await _with_room(work, seen)
        judge(context, speaker(work, owner, *_INTEGRATION), document, variables)
        id, secret = new_id(), input.secret or new_webhook_secret()
        sealed = context.vault.seal(secret)
        told: dict[str, Any] = {"integration_id": seen.id, "url": url, "document": document, "variables": variables}
        row = told | {"id": id, "status": WebhookStatus.ACTIVE, "sealed_secret": sealed, "secret_since": work.now}
        row |= {"position": (await newest_in(work, work.partner_id)).position}
        row |= {"created_at": work.now, "created_by": context.viewer.colleague_id}
        await work.insert(webhook, row)
        await work.record("webhook.created", "WEBHOOK", id, after=told)
        shown = {} if input.validate_only else {"secret": sealed.decode()}
        return Outcome({"webhook": str(id)} | shown)

    return await mutate(info, input, act)


async def _with_room(work: UnitOfWork, seen: Row) -> Row | None:
    """The integration, locked, so that two at once do not make one too many."""
    owner = await work.get(integration, lock=True, id=seen.id)
    if len(await work.find(webhook, integration_id=seen.id)) >= MOST_WEBHOOKS:
        message = f"An integration has at most {MOST_WEBHOOKS} webhooks; change or delete one of them."
        raise refuse(UserErrorCode.TOO_MANY, message, *_INTEGRATION)
    return owner
