"""Facts as senders write them, and how they get to the store without a way in between."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, select

from domain.facts.reading import read
from domain.facts.words import FactOutcome
from resolvers.facts.receiving import receive
from store.engine import Store
from store.tables import client as client_table
from store.writing import Actor, unit_of_work
from tests.world import Client, Firm

PLATFORM = Actor("PLATFORM")
Json = dict[str, Any]


def told(client: str, sequence: int, kind: str, at: datetime, **data: Any) -> Json:
    """One fact about an account; its id follows from account and sequence."""
    moment = at.isoformat().replace("+00:00", "Z")
    named = {"id": f"{client}-{sequence}", "client": client, "sequence": sequence, "at": moment, "kind": kind}
    return named | {"data": data}


class Teller:
    """Tells facts about one client, one minute after the other, in the order of their sequence."""

    def __init__(self, account: str, start: datetime) -> None:
        self.account = account
        self._start = start
        self._sequence = 0

    def __call__(self, kind: str, **data: Any) -> Json:
        """The next fact."""
        self._sequence += 1
        at = self._start + timedelta(minutes=self._sequence)
        return told(self.account, self._sequence, kind, at, **data)

    def skip(self, by: int = 1) -> None:
        """Leaves sequences out."""
        self._sequence += by


async def account_of(store: Store, client: Client) -> str:
    """The client's number on the platform."""
    async with store.engine.connect() as connection:
        number = select(client_table.c.account_number).where(client_table.c.id == client.id)
        found: str = (await connection.execute(number)).scalar_one()
        return found


async def tell(
    firm: Firm, facts: Iterable[Json], now: datetime | None = None, actor: Actor = PLATFORM
) -> list[FactOutcome]:
    """Takes facts in, in one transaction; returns what became of each."""
    ground = firm.ground
    async with unit_of_work(ground.store, firm.id, actor, now or firm.now, ground.vault) as work:
        return [outcome.word for outcome in await receive(work, [read(fact) for fact in facts])]


async def rows_of(store: Store, table: Table, client: Client) -> Sequence[Row[Any]]:
    """A client's rows in a table."""
    owner = table.c.id if table is client_table else table.c.client_id
    async with store.engine.connect() as connection:
        found = await connection.execute(select(table).where(owner == client.id).order_by(*table.primary_key))
        return found.all()
