"""From the log of events into the queues of webhooks: each event once, in order, as far as it may be told by then."""

from dataclasses import dataclass

from domain.vocabulary import DeliveryKind, WebhookStatus
from gateway.webhooks.telling import Teller
from resolvers.webhooks.queueing import apart, of_event, queue
from store.ids import new_id
from store.outbox import Gone, Page, Place, after, newest
from store.reading import Row
from store.tables import webhook
from store.vault import Vault
from store.writing import Actor, unit_of_work

CLOCK = Actor("CLOCK")
_PAGE = 200


@dataclass(frozen=True)
class Gatherer:
    """Several may work at once: whoever comes second to a webhook finds it moved on, and leaves it."""

    vault: Vault
    teller: Teller

    async def gather(self, hook: Row) -> bool:
        """Queues what comes next for a webhook; whether there may be more. Raises DocumentRefused and StoreFault."""
        store, rows = self.teller.store, []
        try:
            page = await after(store, hook.partner_id, Place(hook.position), _PAGE)
            rows = await self._rows(hook, page)
        except Gone:
            page = Page([], await newest(store, hook.partner_id), more=False)
            rows = [apart(hook.id, new_id(), DeliveryKind.RESYNC, self.teller.clock())]
        if page.reached.position != hook.position:
            await self._queue(hook, rows, page.reached.position)
        return page.more

    async def _rows(self, hook: Row, page: Page) -> list[dict[str, object]]:
        if not page.events:
            return []
        reader, now = self.teller.reader(hook), self.teller.clock()
        try:
            found = await self.teller.changes(reader, hook, page.events)
        finally:
            await reader.close()
        return [of_event(hook.id, event, change, now) for event, change in found[2]] if found else []

    async def _queue(self, hook: Row, rows: list[dict[str, object]], position: int) -> None:
        async with unit_of_work(self.teller.store, hook.partner_id, CLOCK, self.teller.clock(), self.vault) as work:
            now = await work.get(webhook, lock=True, id=hook.id)
            if now is not None and now.status == WebhookStatus.ACTIVE and now.position == hook.position:
                await queue(work, hook.id, rows, position)
