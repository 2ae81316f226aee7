"""A mutation's writes: one transaction for rows, audit entries, outbox events and mails."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Executable,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.platform import PLATFORM
from store import audit
from store.engine import WRITES, Store
from store.faults import told_apart
from store.ids import new_id
from store.origin import origin_now
from store.putting import put
from store.statement import Builder, Row
from store.tables import mail, outbox_event, partner
from store.tenancy import Keys, unlock
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something: the kind (COLLEAGUE, INTEGRATION, CLIENT, OPERATOR, PLATFORM) and, if any, the id."""

    kind: str
    id: UUID | None = None


Conclusion: TypeAlias = Callable[["UnitOfWork", Collection[UUID]], Awaitable[None]]


class UnitOfWork:
    """Writes within one partner; every statement carries the tenant, nothing commits in the middle."""

    def __init__(
        self, store: Store, connection: AsyncConnection, partner_id: UUID, actor: Actor, now: datetime, vault: Vault
    ) -> None:
        self.partner_id = partner_id
        self.actor = actor
        self.now = now
        self._store = store
        self._connection = connection
        self._vault = vault
        self._entries: list[audit.Entry] = []
        self._events: list[dict[str, Any]] = []
        self._conclusions: dict[Conclusion, set[UUID]] = {}

    @property
    def is_postgres(self) -> bool:
        """Which of the two databases it writes to."""
        return self._store.is_postgres

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a kept statement, inside the transaction."""
        kept = self._store.statements.kept(build, *shape)
        return kept.rows((await self._connection.exec_driver_sql(kept.text, tuple(kept.arguments(given)))).all())

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept, inside the transaction."""
        # SQLAlchemy's rows are read in the same ways.
        found: Sequence[Any] = (await self._connection.execute(statement)).all()
        return found

    async def find(self, table: Table, *, lock: bool = False, **equals: Any) -> Sequence[Row]:
        """Rows of the partner by equality (a list means any of); `lock` keeps others from changing them."""
        statement = select(table).where(self._where(table, equals)).order_by(*table.primary_key.columns)
        # As strong as an update: what merely refers to the rows (every row does to its partner) is not waited for.
        return await self.rows(statement.with_for_update(key_share=True) if lock else statement)

    async def get(self, table: Table, *, lock: bool = False, **equals: Any) -> Row | None:
        """The first of `find`, or None."""
        return next(iter(await self.find(table, lock=lock, **equals)), None)

    async def insert(self, table: Table, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Adds one row or many, under the partner."""
        many = [values] if isinstance(values, Mapping) else values
        if many:
            await self._connection.execute(insert(table), [dict(row) | {"partner_id": self.partner_id} for row in many])

    async def insert_partner(self, values: Mapping[str, Any]) -> bool:
        """Adds the partner itself, whose id is the unit of work's; False when another one has its number."""
        row = dict(values) | {"id": self.partner_id}
        return await self._insert_unless_there(partner, row)

    async def insert_new(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Adds a row unless a unique key stands in the way; returns whether it was added."""
        return await self._insert_unless_there(table, dict(values) | {"partner_id": self.partner_id})

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone, such as one row of many: what it wrote is undone when it raises."""
        entries, events = len(self._entries), len(self._events)
        try:
            async with self._connection.begin_nested():
                yield
        except BaseException:
            del self._entries[entries:], self._events[events:]
            raise

    async def update(self, table: Table, values: Mapping[str, Any], **equals: Any) -> int:
        """Changes rows by equality, raises their version where they have one; returns how many."""
        bump = {"version": table.c.version + 1} if "version" in table.c else {}
        result = await self._connection.execute(
            update(table).where(self._where(table, equals)).values(dict(values) | bump)
        )
        return result.rowcount

    async def update_each(
        self, table: Table, rows: Sequence[Mapping[str, Any]], by: Collection[str] = frozenset({"id"})
    ) -> None:
        """Changes many rows by their key, each to values of its own; their versions stay, for this is upkeep."""
        if rows:
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name not in by}
            keys = [table.c[name] == bindparam(f"new_{name}") for name in by]
            statement = update(table).where(self._where(table, {}), *keys).values(values)
            named = [{f"new_{name}": value for name, value in row.items()} for row in rows]
            await self._connection.execute(statement, named)

    async def put(self, table: Table, rows: Sequence[Mapping[str, Any]], *, adding: bool = False) -> None:
        """Adds rows, or gives those that are there, by their primary key, the values named; `adding` adds them up."""
        if rows:
            own = [dict(row) | {"partner_id": self.partner_id} for row in rows]
            statement, parameters = put(table, own, adding=adding, is_postgres=self.is_postgres)
            await self._connection.execute(statement, parameters)

    async def delete(self, table: Table, **equals: Any) -> int:
        """Removes rows by equality; returns how many."""
        result = await self._connection.execute(delete(table).where(self._where(table, equals)))
        return result.rowcount

    async def delete_up_to(self, table: Table, name: str, limit: Any, **equals: Any) -> int:
        """Removes rows whose number or moment is not above a limit; returns how many."""
        condition = and_(self._where(table, equals), table.c[name] <= limit)
        return (await self._connection.execute(delete(table).where(condition))).rowcount

    async def record(
        self,
        action: str,
        object_kind: str,
        object_id: UUID,
        *,
        client_id: UUID | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Leaves the audit entry and the outbox event, with its payload, of one transition; they cannot come apart."""
        self._entries.append(audit.Entry(action, object_kind, object_id, client_id, before, after, reason))
        await self.announce(action, object_kind, object_id, client_id=client_id, payload=payload)

    async def announce(
        self,
        kind: str,
        object_kind: str,
        object_id: UUID,
        *,
        client_id: UUID | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Leaves an outbox event without an audit entry: of what follows from facts or time and is nobody's act."""
        event = {"partner_id": self.partner_id, "id": new_id(), "at": self.now, "payload": dict(payload or {})}
        self._events.append(
            event | {"kind": kind, "object_kind": object_kind, "object_id": object_id, "client_id": client_id}
        )

    @asynccontextmanager
    async def step_into(self, partner_id: UUID) -> AsyncIterator["UnitOfWork"]:
        """The same transaction within a firm: only from the platform, which founds firms and writes to them.

        Its own events keep the outer unit of work telling that something happened.
        """
        if self.partner_id != PLATFORM:
            raise PermissionError("only the platform steps into firms")
        await unlock(self._store, self._connection, Keys(partner_id=partner_id))
        inner = UnitOfWork(self._store, self._connection, partner_id, self.actor, self.now, self._vault)
        yield inner
        await inner.conclude()
        await inner.finish()
        await unlock(self._store, self._connection, Keys(partner_id=self.partner_id))

    @property
    def has_events(self) -> bool:
        """Whether somebody who follows the outbox has something to read once this is committed."""
        return bool(self._events)

    def conclude_with(self, conclusion: "Conclusion", ids: Iterable[UUID]) -> None:
        """Has something done once, when all else is, for all objects that were named for it."""
        self._conclusions.setdefault(conclusion, set()).update(ids)

    async def conclude(self) -> None:
        """Does what is left for the end."""
        for conclusion, ids in self._conclusions.items():
            await conclusion(self, ids)

    async def mail(
        self,
        kind: str,
        to: tuple[str, str],
        params: Mapping[str, Any],
        secret: str | None = None,
        *,
        invite_id: UUID | None = None,
        digest_id: UUID | None = None,
        due_at: datetime | None = None,
        withheld: bool = False,
    ) -> None:
        """Queues a mail to (name, e-mail); the secret of its link is sealed until it is sent.

        One with a link is dropped if that link is dead by then (`due_at`: now, unless later; `store.mailbox` knows what
        each kind is about). What a digest says is found out when it is sent. One that is `withheld` is noted and not
        sent, which costs the same.
        """
        await self.insert(
            mail,
            {
                "id": new_id(),
                "kind": kind,
                "to_name": to[0],
                "to_email": to[1],
                "params": dict(params),
                "sealed_secret": self._vault.seal(secret) if secret and not withheld else None,
                "status": "POINTLESS" if withheld else "QUEUED",
                "created_at": self.now,
                "invite_id": invite_id,
                "digest_id": digest_id,
                "due_at": due_at or self.now,
            },
        )

    async def finish(self) -> None:
        """Adds the events and chains the audit entries; last, because writers wait for one another from here on."""
        if not self._events:
            return
        if self._store.is_postgres:
            # Held until the commit: a partner's events, and its audit entries, are numbered in the order they appear.
            await self._connection.execute(select(func.pg_advisory_xact_lock(self.partner_id.int % (1 << 63))))
        numbered = insert(outbox_event).values(transaction_id=self._transaction_id())
        await self._connection.execute(numbered, self._events)
        actor = (self.actor.kind, self.actor.id)
        await audit.append(self._connection, self.partner_id, actor, self.now, self._entries, origin_now())

    async def _insert_unless_there(self, table: Table, row: Mapping[str, Any]) -> bool:
        make = postgresql.insert if self._store.is_postgres else sqlite.insert
        result = await self._connection.execute(make(table).values(row).on_conflict_do_nothing())
        return result.rowcount == 1

    def _where(self, table: Table, equals: Mapping[str, Any]) -> ColumnElement[bool]:
        own = table.c.id if table is partner else table.c.partner_id
        return and_(own == self.partner_id, *(_equal(table.c[name], value) for name, value in equals.items()))

    def _transaction_id(self) -> Any:
        if self._store.is_postgres:
            return cast(cast(func.pg_current_xact_id(), Text), BigInteger)
        return 0


def _equal(column: Column[Any], value: Any) -> ColumnElement[bool]:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return column.in_(list(value))
    return column.is_(None) if value is None else column == value


@asynccontextmanager
async def unit_of_work(
    store: Store, partner_id: UUID, actor: Actor, now: datetime, vault: Vault, keys: Keys | None = None
) -> AsyncIterator[UnitOfWork]:
    """One transaction: commits at the end, leaves nothing behind when anything is raised."""
    engine = store.engine.execution_options(**{WRITES: True})
    async with told_apart(), store.writers.turn(), engine.begin() as connection:
        await unlock(store, connection, keys or Keys(partner_id=partner_id))
        work = UnitOfWork(store, connection, partner_id, actor, now, vault)
        yield work
        await work.conclude()
        await work.finish()
    if work.has_events:
        store.tell_committed()
