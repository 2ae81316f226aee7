"""Small worlds for tests: `World(store, vault, now)` makes firms, a firm makes all else, by plain rows."""

from tests.world.firm import Firm
from tests.world.things import (
    ISSUER,
    Assignment,
    Client,
    Colleague,
    Integration,
    Invite,
    Invoice,
    Team,
)
from tests.world.world import World

__all__ = [
    "ISSUER",
    "Assignment",
    "Client",
    "Colleague",
    "Firm",
    "Integration",
    "Invite",
    "Invoice",
    "Team",
    "World",
]
