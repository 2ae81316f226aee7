"""The demo world's webhooks: where a firm's machine was told of attention, and why it is paused."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.vocabulary import DeliveryKind, DeliveryStatus, Scope, WebhookStatus
from store.demo.companies import slug
from store.demo.dice import dice
from store.demo.firms import Firm
from store.tables import client, colleague, integration, webhook, webhook_delivery
from store.vault import Vault
from store.writing import UnitOfWork

_NEEDS = {Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ}
_DOCUMENT = """subscription Attention {
  clientAttentionChanged {
    cause
    client { id name attention { level } }
  }
}
"""
# How long ago, after how many attempts, and with which status; the last one is still to be told.
_TOLD = ((190, 1, 200), (150, 2, 204), (95, 1, 204), (40, 6, 503))


async def add_webhook(work: UnitOfWork, firm: Firm, now: datetime, vault: Vault) -> None:
    """Adds a webhook to a machine that follows the bookkeeping, paused while its receiver is away."""
    if not set(firm.scopes) >= _NEEDS:
        return
    machine = await work.get(integration)
    admin = await work.get(colleague, name=firm.people[0].name)
    assert machine is not None
    assert admin is not None
    throw = dice("webhook", firm.name)
    made = max(throw.worked(now, 60, firm.country.time_zone), machine.created_at)
    id, secret = throw.id(made), hashlib.sha256(throw.randbytes(32)).digest()
    row: dict[str, Any] = {"id": id, "integration_id": machine.id, "document": _DOCUMENT, "variables": {}}
    row |= {"url": f"https://hooks.{slug(firm.name)}.example/portal/attention", "status": WebhookStatus.PAUSED}
    row |= {"sealed_secret": vault.seal("whsec_" + base64.b64encode(secret).decode()), "secret_since": made}
    failing = now - timedelta(minutes=_TOLD[-1][0])
    row |= {"position": 0, "failing_since": failing, "created_at": made, "created_by": admin.id}
    await work.insert(webhook, row)
    clients = (await work.find(client))[: len(_TOLD)]
    told = [_told(id, each, now, place, *_TOLD[place]) for place, each in enumerate(clients)]
    await work.insert(webhook_delivery, told)


def _told(webhook_id: UUID, about: Any, now: datetime, place: int, ago: int, attempts: int, status: int) -> Any:
    at, is_told = now - timedelta(minutes=ago), status < 300
    moved = ["INFO", "WARNING"]
    payload = {"level": moved, "signals": [{"kind": "MISSING_RECEIPTS", "level": moved}], "why": "FACTS"}
    event = {"event_id": uuid5(webhook_id, str(place)), "event_kind": "attention.changed", "payload": payload}
    event |= {"object_kind": "CLIENT", "object_id": about.id, "client_id": about.id, "lane": about.id, "at": at}
    log = {"kind": DeliveryKind.EVENT, "attempts": attempts, "last_status": status, "duration_ms": 80 + 37 * place}
    log |= {"status": DeliveryStatus.DELIVERED if is_told else DeliveryStatus.QUEUED, "queued_at": at, "due_at": at}
    log |= {"settled_at": at + timedelta(seconds=2) if is_told else None, "cursor": None, "excerpt": None}
    log |= {"failure": None if is_told else f"The receiver answered {status}."}
    return {"id": uuid5(webhook_id, f"delivery {place}"), "webhook_id": webhook_id, "position": 0} | event | log
