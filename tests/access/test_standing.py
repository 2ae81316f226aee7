"""Clients that are suspended, and firms that let only admins invite: what that takes away, and what it leaves."""

from datetime import timedelta
from typing import Any

import pytest

from domain.facts.words import FactOutcome
from domain.vocabulary import AccessStatus, Role
from store.engine import Store
from tests.connecting.asking import ACCEPT as TAKE_ON
from tests.connecting.asking import LINK
from tests.connecting.test_connect_links import SKOVLY
from tests.erasure.test_erasing import ERASE
from tests.facts.telling import Teller, tell
from tests.facts.test_coming_and_going import COMPANY
from tests.invites.asking import ACCEPT, INVITE_CLIENT, acceptance, ask, bakery, codes, left
from tests.partnership.asking import REFER, recommendation
from tests.people.asking import ids
from tests.portal import Portal
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NUMBER = COMPANY["registrationNumber"]
RIGHTS = """query ($id: ID!) {
  viewer { can { unassignSelf inviteClients requestGrants openClientAccounts } }
  client(id: $id) { viewerCan { openAccount unassignSelf requestGrants } } }"""


async def test_a_suspended_client_is_a_client_wherever_that_counts(
    world: World, portal: Portal, admin_store: Store
) -> None:
    """It is not asked, taken on or joined a second time, and its contact is still needed."""
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    _, secret = await firm.client_invite(country="DK", registration_number=NUMBER)
    came = await firm.inbound_invite(country="DK", registration_number=NUMBER)
    contact: dict[str, Any] = {"admin_name": "Ida", "admin_email": "ida@contact.example"}
    await firm.client(access_status=AccessStatus.SUSPENDED, registration_number=NUMBER, **contact)
    answers = [
        await ask(boss, INVITE_CLIENT, **bakery(registrationNumber=NUMBER)),
        await ask(boss, LINK, **SKOVLY),
        await ask(boss, REFER, **recommendation(kind="COMPANY", registrationNumber=NUMBER)),
        await ask(boss, TAKE_ON, inviteId=came.public_id),
        await ask(portal.anybody, ACCEPT, **acceptance(secret)),
    ]
    assert [codes(answer) for answer in answers] == [["ALREADY_A_CLIENT"]] * 5
    joins = Teller("SP-77", firm.now - timedelta(hours=1))("client.joined", **COMPANY)
    assert await tell(firm, [joins]) == [FactOutcome.REFUSED]
    owner = portal.of(await firm.colleague(role=Role.OWNER))
    erased = (await owner(ERASE, input={"email": contact["admin_email"], "reason": "Asked for."})).data["done"]
    assert codes(erased) == ["WRONG_STATE"]
    assert "connected client" in erased["userErrors"][0]["message"]
    after = await left(admin_store)
    assert ([row.admin_name for row in after.clients], after.mails) == (["Ida"], [])


async def test_whom_the_firm_does_not_let_invite_keeps_every_other_right(world: World, portal: Portal) -> None:
    firm = await world.partner(bookkeepers_may_invite=False)
    bo, client = await firm.colleague(), await firm.client()
    await firm.assign(bo, client)
    answer = await portal.of(bo)(RIGHTS, id=ids(client)[0])
    can = {"unassignSelf": True, "inviteClients": False, "requestGrants": True, "openClientAccounts": True}
    assert answer.data["viewer"]["can"] == can
    assert answer.data["client"]["viewerCan"] == {"openAccount": True, "unassignSelf": True, "requestGrants": True}
