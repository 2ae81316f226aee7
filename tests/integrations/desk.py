"""A firm with an integration that asks for tokens."""

from dataclasses import dataclass

from domain.vocabulary import Role
from tests.integrations.asking import change
from tests.portal import Caller, Portal
from tests.world import Firm, World


@dataclass(frozen=True)
class Desk:
    """A firm, its admin, and an integration with its secret."""

    firm: Firm
    boss: Caller
    id: str
    secret: str


async def open_desk(world: World, portal: Portal) -> Desk:
    """An integration with the scopes PARTNER_READ and CLIENTS_READ."""
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await change(boss, "createIntegration", name="Robot", scopes=["PARTNER_READ", "CLIENTS_READ"])
    return Desk(firm, boss, made["integration"]["id"], made["secret"])
