"""A platform in a test's hands, and how these tests ask about the firm's own account."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.ports import AccountDeclined, AccountOpened, AccountWanted
from gateway.accounts.asking import Asker
from store.engine import Store
from store.vault import Vault
from tests.invites.asking import ERRORS
from tests.portal import Caller

_OWN = "ownCompany { status since requestedBy { name } accountNumber link failureReason }"
CREATE = f"mutation ($input: CreateOwnCompanyInput!) {{ createOwnCompany(input: $input) {{ {_OWN} {ERRORS} }} }}"
Answer = AccountOpened | AccountDeclined | None | Exception


@dataclass
class Platform:
    """Answers one after the other as it is told to; accounts are counted by their references."""

    answers: list[Answer]
    asked: list[AccountWanted] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    meanwhile: Callable[[], Awaitable[Any]] | None = None

    async def open(self, wanted: AccountWanted) -> AccountOpened | AccountDeclined | None:
        """The next answer, or the last one over and over."""
        self.asked.append(wanted)
        if self.meanwhile is not None:
            await self.meanwhile()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, AccountOpened):
            self.accounts.add(wanted.reference)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def aclose(self) -> None:
        """It holds nothing."""


@dataclass
class Office:
    """Whoever asks the platform, with a clock that is put forward by hand."""

    store: Store
    vault: Vault
    platform: Platform
    now: datetime

    def later(self, **span: float) -> "Office":
        """The same, some time later; another process, for all it knows."""
        return Office(self.store, self.vault, self.platform, self.now + timedelta(**span))

    async def round(self) -> int:
        """One round."""
        return await Asker(self.store, self.vault, self.platform, lambda: self.now).round()


async def own(caller: Caller) -> dict[str, Any]:
    """The own company as somebody reads it."""
    answer = await caller(f"{{ partner {{ {_OWN} }} }}")
    assert not answer.errors, answer.body
    found: dict[str, Any] = answer.data["partner"]["ownCompany"]
    return found
