"""A believable day on the demo's accounts, as facts of the platform; the same seed plays the same day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.facts.fact import FactKind as Kind
from domain.money import Money
from domain.onboarding import ONBOARDING
from domain.vocabulary import AccessLevel, OnboardingStatus
from store.demo.accounts import Account
from store.demo.dice import Dice, dice

Json = dict[str, Any]


class Happening(NamedTuple):
    """A fact in the platform's format, whose firm it concerns, and what happened in words."""

    partner_id: UUID
    fact: Json
    words: str


class Day:
    """What happens next, without end; `clock` says when."""

    def __init__(self, accounts: Sequence[Account], seed: str, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._throw: Dice = dice("traffic", seed)
        self._clock = clock

    def __iter__(self) -> Iterator[Happening]:
        settled = [each for each in self._accounts if each.onboarding is OnboardingStatus.VERIFIED]
        others = [each for each in self._accounts if each.onboarding is not OnboardingStatus.VERIFIED]
        while True:
            if others and self._throw.chance(0.02):
                yield from self._onboarding(self._throw.choice(others))
            elif settled:
                act = self._throw.choices(*zip(*_ACTS, strict=True))[0]
                yield from act(self, self._throw.choice(settled))

    def _spend(self, account: Account) -> Iterator[Happening]:
        name = f"exp_{self._throw.getrandbits(48):012x}"
        amount = max(100, round(account.usual_minor * self._throw.uniform(0.02, 0.4)))
        has_receipt = self._throw.chance(0.6)
        (account.submitted if has_receipt else account.missing).append(name)
        said = f"{_money(amount, account)} spent, {'with its receipt' if has_receipt else 'the receipt is missing'}"
        data = {"expense": name, "amountMinor": amount, "currency": account.currency, "hasReceipt": has_receipt}
        yield self._tell(account, Kind.EXPENSE_SUBMITTED, data, said)
        yield self._balance(account, -amount)

    def _receipt(self, account: Account) -> Iterator[Happening]:
        if account.missing:
            name = account.missing.pop(0)
            account.submitted.append(name)
            yield self._tell(account, Kind.RECEIPT_ADDED, {"expense": name}, "a receipt came in")

    def _review(self, account: Account) -> Iterator[Happening]:
        if account.submitted:
            name, is_fine = account.submitted.pop(0), self._throw.chance(0.85)
            (account.ready if is_fine else account.submitted).append(name)
            review, said = (
                ("APPROVED", "an expense is approved") if is_fine else ("NEEDS_DETAILS", "details are asked for")
            )
            yield self._tell(account, Kind.EXPENSE_REVIEWED, {"expense": name, "review": review}, said)

    def _export(self, account: Account) -> Iterator[Happening]:
        if not account.ready:
            return
        job = f"job_{self._throw.getrandbits(48):012x}"
        yield self._tell(account, Kind.JOB_STARTED, {"job": job}, "an export begins")
        if self._throw.chance(0.1):
            yield self._tell(account, Kind.JOB_ENDED, {"job": job, "succeeded": False}, "the export fails")
            return
        for name in account.ready[:8]:
            yield self._tell(account, Kind.EXPENSE_EXPORTED, {"expense": name}, "an expense is exported")
        del account.ready[:8]
        yield self._tell(account, Kind.JOB_ENDED, {"job": job, "succeeded": True}, "the export is done")

    def _top_up(self, account: Account) -> Iterator[Happening]:
        yield self._balance(account, account.usual_minor * self._throw.randint(5, 30))

    def _integration(self, account: Account) -> Iterator[Happening]:
        account.is_broken = not account.is_broken
        said = f"the accounting system is {'out of reach' if account.is_broken else 'connected again'}"
        yield self._tell(account, Kind.INTEGRATION_CHANGED, {"isBroken": account.is_broken}, said)

    def _access(self, account: Account) -> Iterator[Happening]:
        if not account.poa_granted or self._throw.chance(0.3):
            account.poa_granted = not account.poa_granted
            said = f"the power of attorney is {'granted' if account.poa_granted else 'revoked'}"
            yield self._tell(account, Kind.POA_CHANGED, {"granted": account.poa_granted}, said)
            return
        account.level = AccessLevel.LIMITED if account.level == AccessLevel.EXTENDED else AccessLevel.EXTENDED
        yield self._tell(account, Kind.LEVEL_CHANGED, {"level": account.level}, f"the access is {account.level} now")

    def _onboarding(self, account: Account) -> Iterator[Happening]:
        moves = [moves[account.onboarding] for moves in ONBOARDING.events.values() if account.onboarding in moves]
        onward = [status for status in moves if status not in _DEAD_ENDS]
        if onward:
            account.onboarding = self._throw.choice(onward)
            data = {"status": account.onboarding}
            yield self._tell(account, Kind.ONBOARDING_STEP, data, f"the onboarding is {account.onboarding} now")

    def _checked(self, account: Account) -> Iterator[Happening]:
        yield self._tell(account, Kind.ACCOUNT_CHECKED, {}, "nothing new")

    def _balance(self, account: Account, change: int) -> Happening:
        account.balance_minor += change
        data = {"balanceMinor": account.balance_minor}
        return self._tell(
            account, Kind.BALANCE_CHANGED, data, f"the balance is {_money(account.balance_minor, account)}"
        )

    def _tell(self, account: Account, kind: Kind, data: Json, words: str) -> Happening:
        account.sequence += 1
        fact = {
            "id": f"{account.number}.{account.sequence}",
            "client": account.number,
            "sequence": account.sequence,
            "at": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
            "kind": kind.value,
            "data": data,
        }
        return Happening(account.partner_id, fact, f"{account.name}: {words}")


_Act = Callable[[Day, Account], Iterator[Happening]]
# How often each happens, of a hundred times.
_ACTS: tuple[tuple[_Act, int], ...] = (
    (Day._spend, 34),
    (Day._receipt, 22),
    (Day._review, 16),
    (Day._export, 8),
    (Day._top_up, 5),
    (Day._integration, 2),
    (Day._access, 2),
    (Day._checked, 11),
)
_DEAD_ENDS = frozenset({OnboardingStatus.REJECTED, OnboardingStatus.ABANDONED})


def _money(minor: int, account: Account) -> str:
    return f"{Money(minor, account.currency).text} {account.currency}"
