"""The demo's traffic: facts that the portal takes in, the same ones for the same seed."""

from collections import Counter
from datetime import datetime
from itertools import islice

from domain.facts.reading import read
from domain.facts.words import FactOutcome
from resolvers.facts.receiving import receive
from store.demo.accounts import connected_accounts
from store.demo.traffic import Day, Happening
from store.engine import Store
from store.tables import expense, fact, month_figure
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.demo.conftest import Everything


async def day(store: Store, now: datetime, seed: str, length: int = 400) -> list[Happening]:
    """The beginning of a day."""
    return list(islice(Day(await connected_accounts(store), seed, lambda: now), length))


async def test_a_day_is_taken_in_whole_and_repeats_with_its_seed(
    filled: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    played = await day(filled, now, "Monday")
    assert await day(filled, now, "Monday") == played
    assert await day(filled, now, "Tuesday") != played
    for firm in {each.partner_id for each in played}:
        facts = [read(each.fact) for each in played if each.partner_id == firm]
        async with unit_of_work(filled, firm, Actor("PLATFORM"), now, vault) as work:
            outcomes = {outcome.word for outcome in await receive(work, facts)}
        assert outcomes == {FactOutcome.APPLIED}
    assert len({row.kind for row in await everything(fact)}) >= 9
    still_open = Counter((row.client_id, row.month) for row in await everything(expense) if row.exported_at is None)
    for month in await everything(month_figure):
        assert min(month.ready_count, month.missing_receipts) >= 0
        assert month.submitted_count - month.exported_count == still_open[month.client_id, month.month]
    # Another beginning goes on where this one has ended.
    assert not {each.fact["id"] for each in await day(filled, now, "Monday")} & {each.fact["id"] for each in played}
