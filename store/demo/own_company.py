"""The firms' own accounts in the demo world, and a stand-in for the platform that opens them."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.ports import AccountDeclined, AccountOpened, AccountWanted
from domain.vocabulary import OwnCompanyStatus
from store.demo.batch import Batch
from store.demo.companies import company
from store.demo.dice import dice
from store.demo.firms import ELBKONTOR, FJORDLYS, Firm
from store.tables import own_company

# A valid number that no register gives out: an account for it is always declined.
DECLINED_NUMBER = "99999993"
_DECLINED = "The register could not confirm who may sign for the company."


class DemoAccounts:
    """Opens every account at once, but for the firm with `DECLINED_NUMBER`; a company always has the same one."""

    async def open(self, wanted: AccountWanted) -> AccountOpened | AccountDeclined | None:
        """The account, or why there is none."""
        if wanted.registration_number == DECLINED_NUMBER:
            return AccountDeclined(_DECLINED)
        name = f"{wanted.country} {wanted.registration_number}".encode()
        number = int.from_bytes(hashlib.sha256(name).digest()[:4]) % 1_000_000
        return AccountOpened(f"SP-{wanted.country}{number:06d}")

    async def aclose(self) -> None:
        """It holds nothing."""


def add_own_company(batch: Batch, firm: Firm, ids: dict[str, UUID], now: datetime) -> None:
    """One firm has its account, one was declined a few days ago, one has never asked."""
    throw, owner = dice("own company", firm.name), ids[firm.people[0].name]
    if firm is FJORDLYS:
        number = company(firm.country, firm.company_index).account_number
        asked = throw.worked(now, 400, firm.country.time_zone)
        _add(batch, owner, throw.id(asked), asked, status=OwnCompanyStatus.ACTIVE, account_number=number)
    if firm is ELBKONTOR:
        asked = throw.worked(now, 4, firm.country.time_zone)
        _add(batch, owner, throw.id(asked), asked, status=OwnCompanyStatus.FAILED, failure_reason=_DECLINED)


def _add(batch: Batch, owner: UUID, reference: UUID, asked: datetime, **values: Any) -> None:
    row = {"account_number": None, "failure_reason": None} | values
    settled = {"since": asked + timedelta(minutes=2), "due_at": asked, "attempts": 1}
    batch.add(own_company, reference=reference, requested_by=owner, requested_at=asked, **settled, **row)
