"""Programs: integrations and their webhooks."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from domain.ids import IdKind
from domain.integration import INTEGRATION, status_of
from domain.vocabulary import IntegrationStatus, WebhookStatus, WebhookStop
from domain.webhook import WEBHOOK
from resolvers.webhooks.stopping import stop_webhook
from store.tables import integration, webhook
from tests.machines.acts import Inside, Mutation, admin
from tests.machines.life import Life, Move
from tests.machines.scene import Scene, Stage

_INTEGRATION, _WEBHOOK = "integration { id status version }", "webhook { id status version }"


async def _integration(scene: Scene, status: IntegrationStatus) -> None:
    ends_at = scene.stage.now - timedelta(days=1) if status is IntegrationStatus.EXPIRED else None
    is_enabled = status is not IntegrationStatus.DISABLED
    made = await scene.firm.integration(is_enabled=is_enabled, expires_at=ends_at)
    scene.kind, scene.id = IdKind.INTEGRATION, made.id


async def _webhook(scene: Scene, status: WebhookStatus) -> None:
    made = await scene.firm.webhook(await scene.firm.integration(), status=status)
    scene.kind, scene.id = IdKind.WEBHOOK, made.id


async def _stop(scene: Scene) -> None:
    async with scene.firm.work() as work:
        await stop_webhook(work, scene.id, WebhookStop.FAILING)


def _switch(name: str) -> Mutation:
    return Mutation(name, admin, lambda scene: {"integrationId": scene.public_id}, _INTEGRATION, keyed=False)


def _turn(name: str) -> Mutation:
    return Mutation(name, admin, lambda scene: {"webhookId": scene.public_id}, _WEBHOOK, keyed=False)


def _status(row: Row[Any] | None, stage: Stage) -> str:
    assert row is not None
    return status_of(row, stage.now)


PROGRAMS = (
    Life(
        "integration",
        INTEGRATION,
        integration,
        _integration,
        (
            Move(_switch("disableIntegration"), ("disable",)),
            Move(_switch("enableIntegration"), ("enable",)),
        ),
        prefix="integration",
        actions={"enable": "enabled"},
        status=_status,
        # What is past its end is not switched on again: `tests/integrations` has it.
        apart=frozenset({IntegrationStatus.EXPIRED}),
    ),
    Life(
        "webhook",
        WEBHOOK,
        webhook,
        _webhook,
        (
            Move(_turn("pauseWebhook"), ("pause",)),
            Move(_turn("resumeWebhook"), ("resume",)),
            Move(Inside(_stop), ("stop",), ("webhook_stopped", "webhook_stopped")),
        ),
        prefix="webhook",
        actions={"resume": "resumed"},
    ),
)
