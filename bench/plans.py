"""Prints, as Markdown, how PostgreSQL answers lists of a firm with 5,000 clients: `python -m bench.plans`."""

import asyncio
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click import echo

from bench.postgres import server
from store.tenancy import Keys
from store.vault import Vault
from tests.portal import Portal
from tests.portal.portal import SECRET_KEY, open_portal
from tests.reading.big_firm import BigFirm, big_firm
from tests.reading.explaining import Plan, explained
from tests.reading.test_plans import FILTERS, ORDERS, PAGE
from tests.servers.statements import Sent, recorded
from tests.world import Colleague

NOW = datetime(2026, 5, 13, 9, tzinfo=UTC)
_REPEATS = 5
_COLUMNS = "plan | rows looked at | ms |\n| --- | --- | --- | --- |"
_TOTALS = """query($f: ClientFilter) { partner { clients(first: 1, filter: $f) { totalCount }
    bookkeepingOverview(filter: $f) { balances { clientCount } attentionCounts { clientCount } }
    monthlyOverview(filter: $f) { month } } }"""


def shortened(plan: Plan) -> str:
    """The scans and sorts of a plan."""
    steps = []
    for node in plan.nodes:
        if "Index Name" in node:
            cursor = " from the cursor on" if "ROW(" in node.get("Index Cond", "") else ""
            steps.append(f"`{node['Index Name']}`{cursor}")
        elif node["Node Type"] in ("Sort", "Seq Scan"):
            steps.append(f"{node['Node Type'].lower()} of {int(node.get('Plans', [node])[0]['Actual Rows'])}")
    return ", ".join(steps)


class Report:
    """Asks through the gateway, and explains what it sent."""

    def __init__(self, big: BigFirm, portal: Portal) -> None:
        self._big = big
        self._portal = portal

    async def orders(self, name: str, who: Colleague) -> None:
        """Every order in both directions, the first page and the second."""
        echo(f"\n{name} orders:\n\n| order, page | {_COLUMNS}")
        for order in ORDERS:
            label = f"{order['field']} {order['direction']}"
            edge = await self._page(who, f"{label}, first", o=order)
            await self._page(who, f"{label}, second", o=order, after=edge)

    async def filters(self) -> None:
        """Every filter, by name."""
        echo(f"\nAn admin's filters, by name:\n\n| filter | {_COLUMNS}")
        for wanted in FILTERS:
            label = ", ".join(f"{name} {value}" for name, value in wanted.items())
            await self._page(self._big.boss, f"`{label}`", o={"field": "NAME"}, f=wanted)

    async def totals(self) -> None:
        """What is kept of the whole portfolio, and counted of a part."""
        for name, wanted in (("totals", None), ("totals by a filter", {"status": ["ACTIVE"]})):
            echo(f"\nAn admin's {name}:\n\n| total | {_COLUMNS}")
            for sent in (await self._ask(self._big.boss, _TOTALS, f=wanted))[0]:
                if "count(" in sent.text or "sum(" in sent.text:
                    label = " ".join(sent.text.split("FROM")[0].split())[7:60]
                    echo(f"| `{label}` | {await self._cells(self._big.boss, sent)} |")

    async def _page(self, who: Colleague, label: str, **variables: Any) -> str | None:
        seen, data = await self._ask(who, PAGE, **variables)
        sent = next(each for each in seen if "LIMIT" in each.text)
        echo(f"| {label} | {await self._cells(who, sent)} |")
        edge: str | None = data["partner"]["clients"]["pageInfo"]["endCursor"]
        return edge

    async def _ask(self, who: Colleague, query: str, **variables: Any) -> tuple[list[Sent], Any]:
        with recorded(self._big.store) as seen:
            answer = await self._portal.of(who)(query, **variables)
        return seen, answer.data

    async def _cells(self, who: Colleague, sent: Sent) -> str:
        keys = Keys(partner_id=who.partner_id)
        made = [(await explained(self._big.store, keys, sent))[0] for _ in range(_REPEATS)]
        took = statistics.median(plan.milliseconds or 0 for plan in made)
        return f"{shortened(made[0])} | {made[0].scanned()} | {took:.2f}"


async def main() -> None:
    """Makes the firm and reports."""
    with server() as postgres, postgres.database() as database, tempfile.TemporaryDirectory() as folder:
        async with big_firm(database, Vault([SECRET_KEY]), NOW) as big:
            portal = open_portal(big.store, "postgresql+asyncpg://nobody@nowhere/name", Path(folder), NOW)
            report = Report(big, portal)
            await report.orders("An admin's", big.boss)
            await report.orders("A bookkeeper's (40 clients)", big.bookkeeper)
            await report.filters()
            await report.totals()
            await portal.http.aclose()


if __name__ == "__main__":
    asyncio.run(main())
