"""A fact on its way in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.facts.fact import Fact
from resolvers.facts.account import Account
from resolvers.facts.outcome import Outcome
from store.reading import Row


@dataclass(slots=True, eq=False)
class Ticket:
    """A fact, whose account it is about, and what became of it.

    Of one that was kept before, `received_at` says since when, and `told_by` which integration told it.
    """

    fact: Fact
    account: Account | None = None
    outcome: Outcome | None = None
    received_at: datetime | None = None
    told_by: UUID | None = None

    @classmethod
    def of_row(cls, row: Row, account: Account) -> "Ticket":
        """One that was stored with its data."""
        fact = Fact(row.fact_id, account.row.account_number, row.sequence, row.at, row.kind, row.body or {})
        return cls(fact, account, received_at=row.received_at, told_by=row.integration_id)

    @property
    def of(self) -> Account:
        """The account, once it is found."""
        if self.account is None:
            raise LookupError("a fact about nobody")
        return self.account

    @property
    def settled(self) -> Outcome:
        """What became of it, once that is known."""
        if self.outcome is None:
            raise LookupError("a fact of which nothing became")
        return self.outcome
