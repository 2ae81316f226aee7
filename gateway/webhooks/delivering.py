"""One delivery: put into words, signed, sent, and what became of it noted."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain.ids import IdKind, encode
from domain.vocabulary import DeliveryKind, DeliveryStatus, WebhookStop
from domain.webhook import is_hopeless, next_attempt
from execution.document import DocumentRefused
from gateway.problems import explain
from gateway.webhooks.counts import WebhookCounts
from gateway.webhooks.gathering import CLOCK
from gateway.webhooks.sending import Answer, Sender, Unreachable
from gateway.webhooks.signature import headers_of
from gateway.webhooks.telling import Teller
from resolvers.webhooks.stopping import stop_webhook
from store.deliveries import note
from store.faults import StoreFault
from store.reading import Row
from store.vault import Vault
from store.writing import unit_of_work

_GONE = 410
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Deliverer:
    """Several may work at once, each on deliveries that it has taken."""

    vault: Vault
    teller: Teller
    sender: Sender
    counts: WebhookCounts
    clock: Callable[[], datetime]

    async def deliver(self, hook: Row, row: Row) -> None:
        """One attempt; while the database is away it is tried again when the lease is over."""
        try:
            try:
                await self._attempt(hook, row)
            except StoreFault:
                raise
            except Exception as error:
                await self._stumbled(row, error)
        except StoreFault:
            _log.warning("a delivery waits: the database cannot be used", delivery=str(row.id))

    async def stop(self, hook: Row, why: WebhookStop) -> None:
        """Stops a webhook, and tells its admins."""
        now = self.clock()
        async with unit_of_work(self.teller.store, hook.partner_id, CLOCK, now, self.vault) as work:
            if await stop_webhook(work, hook.id, why):
                _log.warning("webhook stopped", webhook=str(hook.id), why=why)

    async def _attempt(self, hook: Row, row: Row) -> None:
        secrets = self._secrets(hook)
        try:
            body = await self.teller.body(hook, row)
        except DocumentRefused:
            body, secrets = None, []
        if not secrets:
            await self.stop(hook, WebhookStop.UNREADABLE)
        elif body is None:
            self.counts.attempted("withheld")
            await note(self.teller.store, row, self._settled(DeliveryStatus.WITHHELD))
        else:
            headers = headers_of(encode(IdKind.DELIVERY, row.id), body, secrets, self.clock())
            await self._send(hook, row, headers, body)

    async def _stumbled(self, row: Row, error: Exception) -> None:
        """Something on our side: tried again like any failure, but none of the receiver's."""
        _, message, extensions = explain(error)
        await self._again(row, {"failure": f"{message} {extensions.get('reference', '')}".strip()})

    async def _send(self, hook: Row, row: Row, headers: dict[str, str], body: bytes) -> None:
        began = time.monotonic()
        answer, failure = None, None
        try:
            answer = await self.sender.send(hook.partner_id, hook.url, headers, body, self.clock())
        except Unreachable as unreachable:
            failure = str(unreachable)
        seen: dict[str, Any] = {"duration_ms": round((time.monotonic() - began) * 1000), "failure": failure}
        seen |= {"last_status": answer.status if answer else None, "excerpt": answer.excerpt if answer else None}
        if answer is not None and answer.is_good:
            self.counts.attempted("delivered")
            await note(self.teller.store, row, seen | self._settled(DeliveryStatus.DELIVERED))
        else:
            await self._failed(hook, row, seen, answer)

    async def _failed(self, hook: Row, row: Row, seen: dict[str, Any], answer: Answer | None) -> None:
        """A test says nothing about the webhook."""
        now, is_test = self.clock(), row.kind == DeliveryKind.TEST
        seen["failure"] = seen["failure"] or f"The receiver answered {answer.status if answer else 'nothing'}."
        await self._again(row, seen, answer.retry_after if answer else None, failing_at=None if is_test else now)
        if is_test:
            return
        if answer is not None and answer.status == _GONE:
            await self.stop(hook, WebhookStop.GONE)
        elif is_hopeless(hook.failing_since, now):
            await self.stop(hook, WebhookStop.FAILING)

    async def _again(
        self,
        row: Row,
        seen: dict[str, Any],
        retry_after: timedelta | None = None,
        failing_at: datetime | None = None,
    ) -> None:
        """Later, or never; a test is tried once."""
        at = next_attempt(row.attempts, row.queued_at, self.clock(), random.random(), retry_after)  # noqa: S311
        if row.kind == DeliveryKind.TEST or at is None:
            self.counts.attempted("given_up")
            seen |= self._settled(DeliveryStatus.GIVEN_UP)
        else:
            self.counts.attempted("failed")
            seen |= {"due_at": at}
        await note(self.teller.store, row, seen, failing_at=failing_at)

    def _settled(self, status: DeliveryStatus) -> dict[str, Any]:
        return {"status": status, "settled_at": self.clock()}

    def _secrets(self, hook: Row) -> list[str]:
        """Those that sign at the moment, the newest first; none when the server's keys do not open it."""
        newest = self.vault.unseal(hook.sealed_secret)
        found = [newest] if newest else []
        if newest and hook.old_sealed_secret and hook.old_secret_ends_at > self.clock():
            old = self.vault.unseal(hook.old_sealed_secret)
            found += [old] if old else []
        return found
