"""Many clients for a firm that is there already, quickly: for benchmarks and for plans at size."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from domain.attention_rules import agreed
from domain.vocabulary import ColleagueStatus, Role
from store.demo.assignments import add_assignments
from store.demo.attention import add_waiting
from store.demo.batch import Batch
from store.demo.billing import add_billing
from store.demo.clients import add_client
from store.demo.dice import dice
from store.demo.expenses import add_expenses
from store.demo.fill import OPERATOR
from store.demo.names import COUNTRIES, DENMARK
from store.demo.numbers import shuffled
from store.demo.staff import Staff, Team
from store.demo.standing import standing
from store.demo.stories import deal
from store.engine import Store
from store.statement import Row
from store.tables import client, colleague, partner, team, team_member
from store.vault import Vault
from store.writing import UnitOfWork, unit_of_work

# Beyond the companies of the three firms.
_FIRST_COMPANY = 3_000
_CHUNK = 250
_TEAMS_HAVE = 0.5


async def fill_clients(store: Store, vault: Vault, partner_id: UUID, count: int, now: datetime) -> None:
    """Adds `count` clients of the demo world's kind to a partner, in one transaction, without audit entries.

    Its active colleagues and its teams work on them. A second call adds further companies; raises LookupError
    when there is no such partner, ValueError beyond the companies that the demo world knows.
    """
    async with unit_of_work(store, partner_id, OPERATOR, now, vault) as work:
        firm = await work.get(partner)
        if firm is None:
            raise LookupError(f"there is no partner {partner_id}")
        known = (await work.rows(select(func.count()).where(client.c.partner_id == partner_id)))[0][0]
        first = _FIRST_COMPANY + known
        # Refused now rather than after minutes of work.
        shuffled(first + count - 1)
        await _fill(work, firm, first, count, await _staff(work))


async def _staff(work: UnitOfWork) -> Staff:
    people = await work.find(colleague, status=ColleagueStatus.ACTIVE)
    active = {person.id: Role(person.role) for person in people}
    teams = await work.find(team)
    members = [(row.team_id, row.colleague_id) for row in await work.find(team_member)]
    share = _TEAMS_HAVE / max(len(teams), 1)
    return Staff(
        tuple(active.items()),
        teams=tuple(
            Team(each.id, tuple(own for of, own in members if of == each.id and own in active), share) for each in teams
        ),
    )


async def _fill(work: UnitOfWork, firm: Row, first: int, count: int, staff: Staff) -> None:
    home, limits = COUNTRIES.get(firm.country, DENMARK), agreed(firm.cut_off_day)
    batch = Batch()
    for index, story in enumerate(deal(dice("stories", firm.id, first), count), first):
        each = standing(home, index, story, work.now, has_staff=bool(staff.active))
        own = add_client(batch, each, limits)
        add_assignments(batch, each, own, staff)
        add_billing(batch, each, own)
        add_expenses(batch, each, own)
        add_waiting(batch, each, own, staff, limits)
        if (index - first) % _CHUNK == _CHUNK - 1:
            await batch.insert(work)
            batch = Batch()
    await batch.insert(work)
