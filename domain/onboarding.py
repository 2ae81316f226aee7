"""From an accepted invite to a verified company: the machine, and whose turn it is in each state."""

from collections.abc import Mapping

from domain.machine import Machine
from domain.vocabulary import OnboardingStatus as Step
from domain.vocabulary import WaitingOn

ONBOARDING = Machine(
    "an onboarding",
    Step.DETAILS_PENDING,
    {
        "submit": {Step.DETAILS_PENDING: Step.SUBMITTED, Step.INFO_REQUESTED: Step.SUBMITTED},
        "review": {Step.SUBMITTED: Step.IN_REVIEW},
        "request info from": {Step.IN_REVIEW: Step.INFO_REQUESTED},
        "verify": {Step.IN_REVIEW: Step.VERIFIED},
        "reject": {Step.IN_REVIEW: Step.REJECTED},
        "restart": {Step.REJECTED: Step.DETAILS_PENDING},
        "abandon": {
            Step.DETAILS_PENDING: Step.ABANDONED,
            Step.INFO_REQUESTED: Step.ABANDONED,
            Step.REJECTED: Step.ABANDONED,
        },
    },
)

WAITING_ON: Mapping[Step, WaitingOn | None] = {
    Step.DETAILS_PENDING: WaitingOn.CLIENT,
    Step.SUBMITTED: WaitingOn.PLATFORM,
    Step.IN_REVIEW: WaitingOn.PLATFORM,
    Step.INFO_REQUESTED: WaitingOn.CLIENT,
    Step.REJECTED: WaitingOn.PARTNER,
    Step.ABANDONED: None,
    Step.VERIFIED: None,
}
