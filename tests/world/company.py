"""The firm's own account."""

from typing import Any
from uuid import UUID

from domain.vocabulary import OwnCompanyStatus
from store.ids import new_id
from store.tables import own_company
from tests.world.base import Part
from tests.world.things import Colleague


class Company(Part):
    """Factories of what a firm has of its own."""

    async def own_company(
        self, by: Colleague, status: OwnCompanyStatus = OwnCompanyStatus.CREATING, **columns: Any
    ) -> UUID:
        """The account that a colleague has asked for; gives its reference, none at the status NONE."""
        reference = new_id()
        settled: dict[OwnCompanyStatus, dict[str, Any]] = {
            OwnCompanyStatus.ACTIVE: {"account_number": "SP-1"},
            OwnCompanyStatus.FAILED: {"failure_reason": "No."},
        }
        row = {"status": status, "reference": reference, "requested_by": by.id, "requested_at": self.now}
        row |= {"since": self.now, "due_at": self.now} | settled.get(status, {}) | columns
        if status is not OwnCompanyStatus.NONE:
            await self.insert(own_company, row)
        return reference
