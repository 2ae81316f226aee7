"""What clients of the demo world live through; a firm's clients are dealt from this deck."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from domain.vocabulary import AccessStatus, OnboardingStatus
from store.demo.dice import Dice

Days = tuple[int, int]


class Wallet(Enum):
    """How well the client's wallet is filled."""

    FULL = "FULL"
    LOW = "LOW"
    EMPTY = "EMPTY"


class Authority(Enum):
    """What became of the power of attorney."""

    GRANTED = "GRANTED"
    NEVER_GRANTED = "NEVER_GRANTED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A client's situation; pairs are (least, most), days and hours lie before now, `None` means never.

    `behind` lists months that are not fully exported (1: the last one), `ready` says that the rest could be.
    """

    onboarding: OnboardingStatus = OnboardingStatus.VERIFIED
    step_days: Days = (1, 1)
    note: str | None = None
    access: AccessStatus = AccessStatus.ACTIVE
    authority: Authority = Authority.GRANTED
    left_days: Days | None = None
    receipts: tuple[int, int] = (0, 0)
    receipt_days: Days = (1, 1)
    behind: tuple[int, ...] = ()
    ready: bool = False
    wallet: Wallet = Wallet.FULL
    details_days: Days | None = None
    grant_days: Days | None = None
    blocked_days: Days | None = None
    broken_days: Days | None = None
    job_hours: tuple[int, int] | None = None
    stale_hours: tuple[int, int] | None = None
    is_unassigned: bool = False


_Step = OnboardingStatus
_ADDRESS = "Please send proof of the beneficial owner's address."
_REGISTER = "The register extract is older than three months."

DECK: tuple[tuple[int, Story], ...] = (
    (26, Story()),
    (6, Story(receipts=(1, 4), receipt_days=(1, 9))),
    (4, Story(receipts=(6, 18), receipt_days=(3, 11))),
    (3, Story(receipts=(2, 5), receipt_days=(17, 26))),
    (2, Story(receipts=(3, 12), receipt_days=(34, 70))),
    (3, Story(behind=(1,), ready=True)),
    (2, Story(behind=(1,))),
    (1, Story(behind=(1, 2, 3), ready=True)),
    (3, Story(wallet=Wallet.LOW)),
    (1, Story(wallet=Wallet.EMPTY)),
    (2, Story(details_days=(9, 20))),
    (2, Story(grant_days=(4, 12))),
    (1, Story(broken_days=(1, 6))),
    (1, Story(job_hours=(2, 9))),
    (2, Story(stale_hours=(2, 50))),
    (2, Story(is_unassigned=True)),
    (1, Story(blocked_days=(1, 12))),
    (1, Story(receipts=(8, 14), receipt_days=(19, 28), behind=(1,), ready=True, wallet=Wallet.LOW, job_hours=(3, 5))),
    (1, Story(access=AccessStatus.SUSPENDED, authority=Authority.REVOKED, receipts=(2, 6), receipt_days=(5, 9))),
    (1, Story(access=AccessStatus.DISCONNECTED, authority=Authority.REVOKED, left_days=(20, 80))),
    (1, Story(access=AccessStatus.DISCONNECTED, left_days=(5, 40))),
    (1, Story(onboarding=_Step.DETAILS_PENDING, step_days=(1, 12))),
    (1, Story(onboarding=_Step.DETAILS_PENDING, step_days=(12, 16))),
    (1, Story(onboarding=_Step.DETAILS_PENDING, step_days=(2, 6), authority=Authority.NEVER_GRANTED)),
    (1, Story(onboarding=_Step.SUBMITTED, step_days=(1, 2))),
    (1, Story(onboarding=_Step.IN_REVIEW, step_days=(1, 2))),
    (1, Story(onboarding=_Step.IN_REVIEW, step_days=(9, 14))),
    (1, Story(onboarding=_Step.INFO_REQUESTED, step_days=(4, 9), note=_ADDRESS)),
    (1, Story(onboarding=_Step.INFO_REQUESTED, step_days=(1, 1), note=_REGISTER, is_unassigned=True)),
    (1, Story(onboarding=_Step.REJECTED, step_days=(2, 10), note=_REGISTER)),
    (1, Story(onboarding=_Step.ABANDONED, step_days=(40, 90))),
)


def deal(dice: Dice, count: int) -> Iterable[Story]:
    """A story for each of `count` clients: the deck, shuffled, as often as it takes."""
    deck = [story for copies, story in DECK for _ in range(copies)]
    for dealt in range(count):
        if dealt % len(deck) == 0:
            dice.shuffle(deck)
        yield deck[dealt % len(deck)]
