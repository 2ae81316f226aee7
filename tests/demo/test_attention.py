"""The demo world's signals are what the rules say of its facts."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from resolvers.attention import refresh_attention
from store.demo import fill_demo
from store.engine import Store
from store.tables import client, due, outbox_event, signal
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.demo.conftest import ISSUER, Everything


async def test_judging_every_client_again_changes_nothing(
    store: Store, vault: Vault, moment: datetime, everything: Everything
) -> None:
    await fill_demo(store, vault, moment, issuer=ISSUER)
    before: dict[Any, Any] = {table: await everything(table) for table in (client, signal, due, outbox_event)}
    by_firm = defaultdict[UUID, list[UUID]](list)
    for row in before[client]:
        by_firm[row.partner_id].append(row.id)
    for firm_id, ids in by_firm.items():
        async with unit_of_work(store, firm_id, Actor("CLOCK"), moment, vault) as work:
            await refresh_attention(work, ids)
    for table, rows in before.items():
        assert await everything(table) == rows, table.name
