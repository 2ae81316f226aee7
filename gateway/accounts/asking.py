"""Asks the platform for the accounts that firms want, and notes what it says."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from domain.own_company import ask_again_at
from domain.ports import AccountDeclined, AccountOpened, AccountWanted, CompanyAccounts
from domain.vocabulary import OwnCompanyStatus
from resolvers.own_company.settling import asked_for, settle
from store.engine import Store
from store.faults import StoreFault
from store.own_company import firm_and_asker, is_any_due, put_off, take_due
from store.reading import Row
from store.vault import Vault
from store.writing import Actor, unit_of_work

# Longer than any attempt can take; when a process dies, its accounts wait that long.
LEASE = timedelta(minutes=2)
_ANSWER_SECONDS, _POLL_SECONDS = 10.0, 15.0
_PLATFORM = Actor("PLATFORM")
_log = structlog.get_logger(__name__)


@dataclass
class Asker:
    """Several may work at once, in one process or in many; nothing is asked inside a transaction."""

    store: Store
    vault: Vault
    accounts: CompanyAccounts
    clock: Callable[[], datetime]
    _rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, touched: Collection[str]) -> None:
        """Something was committed; there may be something to ask for."""
        if "own_company" in touched:
            self._rung.set()

    async def run(self) -> None:
        """Works until cancelled; what is wrong with the store or the platform passes."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._rung.wait()
            self._rung.clear()
            try:
                while await self.round():
                    pass
            except StoreFault:
                _log.warning("own companies wait: the database cannot be used")
            except Exception:
                _log.exception("own companies wait")

    async def round(self) -> int:
        """Asks for some of the accounts that are due; returns how many there were."""
        if not await is_any_due(self.store, self.clock()):
            return 0
        rows = await take_due(self.store, self.clock(), LEASE)
        for row in rows:
            await self._ask(row)
        return len(rows)

    async def _ask(self, row: Row) -> None:
        """The same reference each time: whoever died before noting the answer left the account to be found again."""
        answer = await self._answer(row)
        if answer is None:
            await put_off(self.store, row, ask_again_at(row.attempts, self.clock()))
            return
        async with unit_of_work(self.store, row.partner_id, _PLATFORM, self.clock(), self.vault) as work:
            found = await asked_for(work, row.reference)
            # A fact of the platform may have been faster.
            if found is not None and found.status == OwnCompanyStatus.CREATING:
                await settle(work, found, answer)

    async def _answer(self, row: Row) -> AccountOpened | AccountDeclined | None:
        wanted = _wanted(row, await firm_and_asker(self.store, row.partner_id, row.requested_by))
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await self.accounts.open(wanted)
        except (OSError, LookupError) as error:
            _log.warning("the platform did not answer for an account", reason=str(error) or type(error).__name__)
            return None


def _wanted(row: Row, firm: Row) -> AccountWanted:
    return AccountWanted(
        reference=str(row.reference),
        legal_name=firm.legal_name,
        country=firm.country,
        registration_number=firm.registration_number,
        currency=firm.currency,
        time_zone=firm.time_zone,
        admin_name=firm.admin_name,
        admin_email=firm.admin_email,
    )
