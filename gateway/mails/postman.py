"""Sends what is due, tries again what failed, and tells the inviters of what bounced."""

import asyncio
import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

import structlog

from domain.mails import next_attempt
from gateway.mails.carriers import Carrier, Failed, Refused
from gateway.mails.letters import Letters, Unwritable
from resolvers.bouncing import note_bounced
from resolvers.digesting.content import Content, content
from resolvers.digesting.stopping import Ending, write_link
from store.engine import Store
from store.faults import StoreFault
from store.mailbox import is_link_alive, put_off, settle, take_due
from store.reading import Row
from store.vault import Vault
from store.writing import Actor, unit_of_work

# Longer than any attempt can take; when a process dies, its mails wait that long.
LEASE = timedelta(minutes=3)
_POLL_SECONDS = 15.0
_PLATFORM = Actor("PLATFORM")
_log = structlog.get_logger()


@dataclass
class Postman:
    """Several may work at once, in one process or in many."""

    store: Store
    vault: Vault
    letters: Letters
    carrier: Carrier
    clock: Callable[[], datetime]
    _rung: asyncio.Event = field(default_factory=asyncio.Event)
    _is_stopping: bool = False

    def ring(self, touched: Collection[str]) -> None:
        """Something was committed; there may be new mails."""
        if "mail" in touched:
            self._rung.set()

    def stop(self) -> None:
        """Ends `run` after the mail at hand: broken off, it would go out again and might arrive twice."""
        self._is_stopping = True
        self._rung.set()

    async def run(self) -> None:
        """Works until stopped; what is wrong with the store or the SMTP server passes."""
        while not self._is_stopping:
            self._rung.clear()
            try:
                while await self.round():
                    pass
            except StoreFault:
                _log.warning("mails wait: the database cannot be used")
            except Exception:
                # Whatever it is, it must not be the end of all mails.
                _log.exception("mails wait")
            try:
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._rung.wait()
            except TimeoutError:
                pass

    async def round(self) -> int:
        """Sends some of the mails that are due; returns how many were, or 0 when it has to leave off."""
        rows = await take_due(self.store, self.clock(), LEASE)
        for place, row in enumerate(rows):
            if not await self._deliver(row) or self._is_stopping:
                await self._give_back(rows[place + 1 :])
                return 0
        return len(rows)

    async def _deliver(self, row: Row) -> bool:
        """Whether the way out is open."""
        secret = self.vault.unseal(row.sealed_secret) if row.sealed_secret else None
        try:
            if (letter := await self._written(row, secret)) is None:
                await settle(self.store, row, "POINTLESS", self.clock())
                return True
            await self.carrier.carry(letter)
        except Refused as refused:
            await self._bounced(row, secret, str(refused))
        except Unwritable as unwritable:
            await self._give_up(row, str(unwritable))
        except Failed as failed:
            await self._failed(row, str(failed))
            return not failed.is_down
        except StoreFault:
            raise
        except Exception:
            # One mail's trouble must not keep back the others.
            _log.exception("a mail cannot be sent", mail=str(row.id), kind=row.kind)
            await self._failed(row, "something unforeseen happened; the log says what")
        else:
            await settle(self.store, row, "SENT", self.clock())
        return True

    async def _written(self, row: Row, secret: str | None) -> EmailMessage | None:
        """The mail as it is to be sent now; None when there is no point in it any more."""
        if row.digest_id is None:
            return None if await self._is_pointless(row, secret) else self.letters.write(row, secret, self.clock())
        found = await self._content(row)
        if found is None:
            return None
        ending = write_link(self.vault, Ending(row.partner_id, found.colleague_id, found.client_id), self.clock())
        return self.letters.write(row, secret, self.clock(), found.said, ending)

    async def _content(self, row: Row) -> Content | None:
        try:
            return await content(self.store, self.vault, row.partner_id, row.digest_id, self.clock())
        except StoreFault:
            raise
        except Exception:
            _log.exception("a digest cannot be made", mail=str(row.id))
            raise Failed("its content could not be made", is_down=False) from None

    async def _is_pointless(self, row: Row, secret: str | None) -> bool:
        if not row.sealed_secret:
            return False
        return secret is None or not await is_link_alive(self.store, row, secret, self.clock())

    async def _bounced(self, row: Row, secret: str | None, failure: str) -> None:
        # In this order: whoever dies in between has it bounce again, which changes nothing.
        async with unit_of_work(self.store, row.partner_id, _PLATFORM, self.clock(), self.vault) as work:
            await note_bounced(work, row, secret)
        await settle(self.store, row, "BOUNCED", self.clock(), failure)
        _log.warning("mail bounced", mail=str(row.id), kind=row.kind, failure=failure)

    async def _failed(self, row: Row, failure: str) -> None:
        again = next_attempt(row.attempts, self.clock(), random.random())  # noqa: S311
        if again is None:
            await self._give_up(row, failure)
            return
        _log.info("mail failed", mail=str(row.id), kind=row.kind, failure=failure, again=again.isoformat())
        await put_off(self.store, row, again, failure)

    async def _give_up(self, row: Row, failure: str) -> None:
        _log.error("mail given up", mail=str(row.id), kind=row.kind, failure=failure)
        await settle(self.store, row, "DEAD", self.clock(), failure)

    async def _give_back(self, rows: Sequence[Row]) -> None:
        for row in rows:
            await put_off(self.store, row, self.clock() + timedelta(minutes=1), row.failure)
