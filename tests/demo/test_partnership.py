"""The demo world's firms stand where the rules put them."""

from datetime import datetime

import pytest

from domain.vocabulary import DueKind, ReferralStatus
from resolvers.clock import Rounds
from store.attention import file_due
from store.demo.firms import ELBKONTOR, FIRMS, FJORDLYS, GRANVIK
from store.engine import Store
from store.tables import mail, partnership, referral
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.demo.conftest import Everything


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_firms_stand_at_different_tiers_and_a_look_at_them_changes_nothing(
    filled: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    before = await everything(partnership)
    assert {row.partner_id: row.tier for row in before} == {
        FJORDLYS.id: "GOLD",
        ELBKONTOR.id: "GOLD",
        GRANVIK.id: "BRONZE",
    }
    assert [row.partner_id for row in before if row.falls_at] == [ELBKONTOR.id]
    for firm in FIRMS:
        async with unit_of_work(filled, firm.id, Actor("CLOCK"), now, vault) as work:
            await file_due(work, DueKind.PARTNERSHIP, {firm.id: now})
    await Rounds(filled, vault).go(now)
    assert await everything(partnership) == before
    assert [row for row in await everything(mail) if row.kind.startswith("tier_")] == []
    statuses = {row.status for row in await everything(referral)}
    assert statuses == set(ReferralStatus)
