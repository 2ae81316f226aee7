"""The badges of the portal's menu: how much waits behind an entry."""

from dataclasses import dataclass

from domain.access import menu
from domain.vocabulary import MenuEntry, WaitingOn
from loaders.badge import courses_to_renew, waiting
from resolvers.context import Context, Info
from resolvers.invite import on_their_way
from resolvers.relation import in_turn


@dataclass(frozen=True, slots=True)
class MenuBadge:
    """An entry of the menu, and how much waits there."""

    entry: MenuEntry
    count: int


@in_turn
async def badges(root: Context, info: Info) -> list[MenuBadge]:
    """In the menu's order; entries behind which nothing waits have none."""
    found = await waiting(info.context.reads, on_their_way(waiting_on=(WaitingOn.PARTNER,)))
    counts = {
        MenuEntry.BOOKKEEPING: int(found.urgent),
        MenuEntry.PENDING_CLIENTS: found.inbound + found.pending,
        MenuEntry.ACADEMY: await courses_to_renew(info.context.reads),
        MenuEntry.PEOPLE: found.people,
    }
    entries = menu(root.viewer.role) if root.viewer.role else ()
    return [MenuBadge(entry, counts[entry]) for entry in entries if counts.get(entry)]
