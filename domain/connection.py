"""The firm's access to a client: connected, suspended while the power of attorney is missing, over for good."""

from domain.machine import Machine
from domain.vocabulary import AccessStatus, ClientStatus, OnboardingStatus

_ACTIVE, _SUSPENDED, _DISCONNECTED = AccessStatus.ACTIVE, AccessStatus.SUSPENDED, AccessStatus.DISCONNECTED

ACCESS = Machine(
    "the access to a client",
    _ACTIVE,
    {
        "suspend": {_ACTIVE: _SUSPENDED},
        "restore": {_SUSPENDED: _ACTIVE},
        "disconnect": {_ACTIVE: _DISCONNECTED, _SUSPENDED: _DISCONNECTED},
    },
)


def client_status(access: AccessStatus, onboarding: OnboardingStatus) -> ClientStatus:
    """Where a client stands in the portal: what its access says, and while that lives, its onboarding."""
    if access is not _ACTIVE:
        return ClientStatus(access)
    return ClientStatus.ACTIVE if onboarding is OnboardingStatus.VERIFIED else ClientStatus.ONBOARDING
