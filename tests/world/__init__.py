"""Small worlds for tests: `World(store, vault, now)` makes firms, a firm makes all else, by plain rows."""

from tests.world.firm import Firm
from tests.world.things import (
    ISSUER,
    Assignment,
    Certificate,
    Client,
    Colleague,
    Enrolment,
    GrantRequest,
    Integration,
    Invite,
    Invoice,
    Note,
    Referral,
    Team,
)
from tests.world.world import World

__all__ = [
    "ISSUER",
    "Assignment",
    "Certificate",
    "Client",
    "Colleague",
    "Enrolment",
    "Firm",
    "GrantRequest",
    "Integration",
    "Invite",
    "Invoice",
    "Note",
    "Referral",
    "Team",
    "World",
]
