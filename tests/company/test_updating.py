"""Admins change the firm's details; mistakes are told with their place, and nobody overwrites what they did not see."""

from typing import Any

import pytest

from domain.vocabulary import Role
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import audit_entry, outbox_event
from store.vault import Vault
from tests.attention.firm import Watched
from tests.invites.asking import ask, codes, places
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import World

UPDATE = """mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) {
  partner { name email phone website address { street postalCode city country } cutOffDay bookkeepersMayInvite version }
  userErrors { code message path } } }"""
TRAIL = "{ partner { auditEvents(first: 1) { nodes { action changes { field before after } } } } }"
DETAILS = {
    "name": " Nord Revision ",
    "email": "Post@Nord.example",
    "phone": "+45 33 12 34 56",
    "website": "https://www.nord.example/om-os",
    "address": {"street": "Havnegade 1", "postalCode": "8000", "city": "Aarhus"},
    "cutOffDay": 12,
    "bookkeepersMayInvite": False,
}
WRONG: dict[str, Any] = {
    "name": " ",
    "email": "nord",
    "phone": "call me",
    "website": "javascript:alert(1)",
    "address": {"city": "x" * 101, "postalCode": "\u0000"},
    "cutOffDay": 32,
}


@pytest.fixture
async def watched(world: World, store: Store, admin_store: Store, vault: Vault) -> Watched:
    """A firm without clients."""
    return Watched(await world.partner(), store, admin_store, vault)


async def test_details_are_changed_kept_and_removed(watched: Watched, portal: Portal) -> None:
    admin = portal.of(await watched.firm.colleague(role=Role.ADMIN))
    bookkeeper = portal.of(await watched.firm.colleague())
    assert (await bookkeeper("{ viewer { can { inviteClients } } }")).data["viewer"]["can"]["inviteClients"] is True
    payload = await ask(admin, UPDATE, **DETAILS, ifVersion=1)
    assert codes(payload) == []
    told = {"name": "Nord Revision", "email": "post@nord.example", "version": 2}
    assert payload["partner"] == DETAILS | told | {"address": {**DETAILS["address"], "country": "DK"}}
    assert (await bookkeeper("{ viewer { can { inviteClients } } }")).data["viewer"]["can"]["inviteClients"] is False
    assert (await ask(admin, UPDATE, **DETAILS))["partner"]["version"] == 2
    gone = (await ask(admin, UPDATE, phone=None, address={"street": None}))["partner"]
    assert (gone["phone"], gone["address"]["street"], gone["address"]["city"]) == (None, None, "Aarhus")
    entries = [row for row in await watched.rows(audit_entry) if row.action == "partner.updated"]
    events = [row for row in await watched.rows(outbox_event) if row.kind == "partner.updated"]
    assert (len(entries), len(events)) == (2, 2)
    trail = (await admin(TRAIL)).data["partner"]["auditEvents"]["nodes"]
    assert {each["field"]: (each["before"], each["after"]) for each in trail[0]["changes"]} == {
        "phone": ("+45 33 12 34 56", None),
        "street": ("Havnegade 1", None),
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_all_mistakes_are_told_at_once_and_nothing_is_changed(watched: Watched, portal: Portal) -> None:
    admin = portal.of(await watched.firm.colleague(role=Role.OWNER))
    payload = await ask(admin, UPDATE, **WRONG)
    assert places(payload) == {
        "input.name": "REQUIRED",
        "input.email": "INVALID_EMAIL",
        "input.phone": "INVALID",
        "input.website": "INVALID",
        "input.cutOffDay": "INVALID",
        "input.address.city": "TOO_LONG",
        "input.address.postalCode": "INVALID",
    }
    for website in (
        "www.nord.example",
        "https://user:pw@nord.example",
        "http://nord",
        "https://a b.example",
        "https://[",
    ):
        assert places(await ask(admin, UPDATE, website=website)) == {"input.website": "INVALID"}
    assert await watched.rows(audit_entry) == []
    dry = await ask(admin, UPDATE, name="Syd Revision", validateOnly=True)
    assert (codes(dry), await watched.rows(audit_entry)) == ([], [])


async def test_of_ten_changes_of_one_version_one_wins(watched: Watched, portal: Portal) -> None:
    admin = portal.of(await watched.firm.colleague(role=Role.ADMIN))
    payloads = await at_once(lambda n: ask(admin, UPDATE, name=f"Firm {n}", ifVersion=1), 10)
    assert sorted(map(codes, payloads)) == [[], *[["CONFLICT"]] * 9]
    assert len(await watched.rows(audit_entry)) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_another_cut_off_day_has_the_clients_judged_anew(
    watched: Watched, portal: Portal, store: Store, vault: Vault
) -> None:
    firm = watched.firm
    admin, behind = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    await firm.month(behind, "2026-04", submitted=(9, 900), exported=(2, 200))
    await watched.refresh(behind)
    assert "MONTH_END_BEHIND" in await watched.live(behind)
    await ask(admin, UPDATE, cutOffDay=20)
    assert await Rounds(store, vault).go(firm.now) == 1
    assert "MONTH_END_BEHIND" not in await watched.live(behind)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_it_is_for_admins_alone(watched: Watched, portal: Portal) -> None:
    answer = await portal.of(await watched.firm.colleague())(UPDATE, input={"name": "Mine"})
    assert answer.codes == ["ACCESS_DENIED"]
    assert await watched.rows(audit_entry) == []
