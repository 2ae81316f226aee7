"""What a client lets the firm do, without a client: for questions about accounts that are merely thought of."""

from dataclasses import dataclass

from domain.vocabulary import AccessLevel, AccessStatus


@dataclass(slots=True)
class Account:
    """The facts of `domain.access.ClientAccess`; connected and LIMITED unless said otherwise."""

    access_status: str = AccessStatus.ACTIVE
    poa_granted: bool = True
    level: str = AccessLevel.LIMITED
    grants: int = 0
