"""The plans of the very statements that the gateway sends, made as the application's role, behind its walls."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.tenancy import Keys, unlock
from tests.servers.statements import Sent


@dataclass(frozen=True)
class Plan:
    """A plan, and the milliseconds that running it took (None when it was only made)."""

    root: dict[str, Any]
    milliseconds: float | None = None

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """Every step, from the top down."""
        found, todo = [], [self.root]
        while todo:
            node = todo.pop(0)
            found.append(node)
            todo = node.get("Plans", []) + todo
        return found

    def kinds(self, relation: str | None = None) -> list[str]:
        """What the steps do (those on one table)."""
        return [node["Node Type"] for node in self.nodes if relation in (None, node.get("Relation Name"))]

    @property
    def rows_sorted(self) -> int:
        """Into the largest sort of the plan."""
        sorts = [node for node in self.nodes if node["Node Type"] in ("Sort", "Incremental Sort")]
        return max((max(int(inner["Actual Rows"]) for inner in node["Plans"]) for node in sorts), default=0)

    def scanned(self) -> int:
        """How many rows were read and thrown away, or passed on, by the scans of tables."""
        scans = [node for node in self.nodes if "Relation Name" in node]
        return int(sum((n["Actual Rows"] + n.get("Rows Removed by Filter", 0)) * n["Actual Loops"] for n in scans))


async def explained(store: Store, keys: Keys, sent: Sent) -> tuple[Plan, Plan]:
    """The plan for these values, run; and the one that PostgreSQL would keep for any values."""
    async with store.engine.connect() as connection:
        await unlock(store, connection, keys)
        analyzed = await _json(connection, f"EXPLAIN (ANALYZE, FORMAT JSON) {sent.text}", sent.parameters)
        await connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
        await connection.exec_driver_sql(f"PREPARE kept AS {sent.text}")
        nothing = ", ".join(["NULL"] * len(sent.parameters))
        kept = await _json(connection, f"EXPLAIN (FORMAT JSON) EXECUTE kept({nothing})", ())
        await connection.exec_driver_sql("DEALLOCATE kept")
    return Plan(analyzed["Plan"], analyzed["Execution Time"]), Plan(kept["Plan"])


async def _json(connection: AsyncConnection, statement: str, parameters: Any) -> dict[str, Any]:
    found = (await connection.exec_driver_sql(statement, parameters)).scalar_one()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return plan
