"""A mutation's writes: one transaction for rows, audit entries, outbox events and mails."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from time import monotonic
from typing import Any, TypeAlias
from uuid import UUID

from domain.changes import WHY, reason_of
from domain.platform import PLATFORM
from store.engine import Store
from store.ids import new_id
from store.journal import Entry, Journal, leave
from store.own_rows import OwnRows
from store.tables import mail, outbox_event
from store.tenancy import Keys
from store.transaction import Transaction, writing
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something: the kind (COLLEAGUE, INTEGRATION, CLIENT, OPERATOR, PLATFORM) and, if any, the id."""

    kind: str
    id: UUID | None = None


Conclusion: TypeAlias = Callable[["UnitOfWork", Collection[UUID]], Awaitable[None]]


class UnitOfWork(OwnRows):
    """Writes within one partner; every statement carries the tenant, nothing commits in the middle.

    `now` is the moment for which all of it is done. Its events are of the moment at which they are written: `began`, on
    the clock that only goes on, says how long it has been waiting for connections and locks since.
    """

    def __init__(
        self, transaction: Transaction, partner_id: UUID, actor: Actor, now: datetime, vault: Vault, began: float
    ) -> None:
        super().__init__(transaction, partner_id)
        self.actor = actor
        self.now = now
        self._began = began
        self._vault = vault
        self._journal = Journal()
        self._conclusions: dict[Conclusion, set[UUID]] = {}
        self._savepoints = count()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone, such as one row of many: what it wrote is undone when it raises."""
        place = self._journal.place
        try:
            async with self._transaction.savepoint(f"part_{next(self._savepoints)}"):
                yield
        except BaseException:
            self._journal.go_back_to(place)
            raise

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
        """Leaves the audit entry and the outbox event, with its payload, of one transition.

        They cannot come apart, and have one id: who is told of the event may find who did it.
        """
        entry = Entry(new_id(), action, object_kind, object_id, client_id, before, after, reason)
        self._journal.entries.append(entry)
        self._announce(entry.id, action, object_kind, object_id, client_id, payload)

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
        self._announce(new_id(), kind, object_kind, object_id, client_id, payload)

    def _announce(
        self,
        id: UUID,
        kind: str,
        object_kind: str,
        object_id: UUID,
        client_id: UUID | None,
        payload: Mapping[str, Any] | None,
    ) -> None:
        told = {WHY: reason_of(self.actor.kind), **(payload or {})}
        event = {"partner_id": self.partner_id, "id": id, "payload": told, "kind": kind}
        about = {"object_kind": object_kind, "object_id": object_id, "client_id": client_id}
        self._journal.events.append(event | about)

    @asynccontextmanager
    async def step_into(self, partner_id: UUID) -> AsyncIterator["UnitOfWork"]:
        """The same transaction within a firm: only from the platform, which founds firms and writes to them.

        Its own events keep the outer unit of work telling that something happened.
        """
        if self.partner_id != PLATFORM:
            raise PermissionError("only the platform steps into firms")
        await self._transaction.unlock(Keys(partner_id=partner_id))
        inner = UnitOfWork(self._transaction, partner_id, self.actor, self.now, self._vault, self._began)
        yield inner
        await inner.conclude()
        await inner.finish()
        self.touched |= inner.touched
        await self._transaction.unlock(Keys(partner_id=self.partner_id))

    def conclude_with(self, conclusion: "Conclusion", ids: Iterable[UUID]) -> None:
        """Has something done once, when all else is, for all objects that were named for it."""
        self._conclusions.setdefault(conclusion, set()).update(ids)

    async def conclude(self) -> None:
        """Does what is left for the end, which may be done before it for whoever wants to see all of it."""
        while self._conclusions:
            for conclusion, ids in list(self._conclusions.items()):
                del self._conclusions[conclusion]
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
        if self._journal.events:
            self.touched.add(outbox_event.name)
            actor = (self.actor.kind, self.actor.id)
            await leave(self._transaction, self.partner_id, actor, self.now, self._by_now, self._journal)

    def _by_now(self) -> datetime:
        return self.now + timedelta(seconds=monotonic() - self._began)


@asynccontextmanager
async def unit_of_work(
    store: Store, partner_id: UUID, actor: Actor, now: datetime, vault: Vault, keys: Keys | None = None
) -> AsyncIterator[UnitOfWork]:
    """One transaction: commits at the end, leaves nothing behind when anything is raised."""
    began = monotonic()
    async with writing(store, keys or Keys(partner_id=partner_id)) as transaction:
        work = UnitOfWork(transaction, partner_id, actor, now, vault, began)
        yield work
        await work.conclude()
        await work.finish()
    store.tell_committed(work.touched)
