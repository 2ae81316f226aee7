"""A transaction that writes: statements of a shape are built once, and all of them or none take effect."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Executable

from store.drivers import Driver, Given, begun
from store.engine import Store
from store.faults import told_apart
from store.statement import Maker, Row
from store.tenancy import Keys


class Transaction:
    """Runs statements; those of a shape are built once."""

    def __init__(self, store: Store, driver: Driver) -> None:
        self.database = "postgresql" if store.is_postgres else "sqlite"
        self._statements = store.statements
        self._driver = driver

    async def fetch(self, build: Maker, shape: Sequence[Any], given: Given) -> list[Row]:
        """All rows of a kept statement."""
        return await self._driver.fetch(self._statements.kept(build, *shape), given)

    async def run(self, build: Maker, shape: Sequence[Any], given: Given) -> int:
        """Runs a kept statement; how many rows it touched."""
        return await self._driver.run(self._statements.kept(build, *shape), given)

    async def run_each(self, build: Maker, shape: Sequence[Any], many: Iterable[Given]) -> None:
        """Runs a kept statement for each of many."""
        await self._driver.run_each(self._statements.kept(build, *shape), many)

    async def rows(self, statement: Executable) -> list[Row]:
        """All rows of a statement that is not kept."""
        return await self._driver.fetch(self._statements.once(statement), {})

    async def change(self, statement: Executable) -> int:
        """Runs a statement that is not kept; how many rows it touched."""
        return await self._driver.run(self._statements.once(statement), {})

    async def unlock(self, keys: Keys) -> None:
        """Goes on with other keys."""
        await self._driver.unlock(keys)

    @asynccontextmanager
    async def savepoint(self, name: str) -> AsyncIterator[None]:
        """A part that is undone alone when it raises."""
        await self._driver.say(f"SAVEPOINT {name}")
        try:
            yield
        except Exception:
            await self._driver.say(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        finally:
            await self._driver.say(f"RELEASE SAVEPOINT {name}")


@asynccontextmanager
async def writing(store: Store, keys: Keys) -> AsyncIterator[Transaction]:
    """A transaction that commits at the end, and leaves nothing behind when anything is raised. Raises StoreFault."""
    async with told_apart(), store.writers.turn():
        driver = await begun(store, keys)
        try:
            yield Transaction(store, driver)
            await driver.commit()
        except Exception:
            await driver.roll_back()
            raise
        except BaseException:
            # A connection whose statement was cut off is not used again.
            await driver.drop()
            raise
        else:
            await driver.give_back()
