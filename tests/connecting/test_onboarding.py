"""The firm helps a client through its onboarding, as far as the machine and the client let it."""

import pytest

from domain.vocabulary import OnboardingStatus, Role
from store.engine import Store
from tests.connecting.asking import SUBMIT
from tests.invites.asking import ask, codes, left
from tests.portal import Portal
from tests.world import World


async def test_a_bookkeeper_answers_what_the_reviewer_asked(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    bakery = await firm.client(onboarding=OnboardingStatus.INFO_REQUESTED, onboarding_note="Who owns it?")
    await firm.assign(bo, bakery)
    payload = await ask(portal.of(bo), SUBMIT, clientId=bakery.public_id, answer="Ida Holm owns it.")
    assert payload["client"]["onboarding"] == {
        "status": "SUBMITTED",
        "answer": "Ida Holm owns it.",
        "note": "Who owns it?",
        "waitingOn": "PLATFORM",
        "isComplete": False,
    }
    assert (await left(admin_store)).audit == ["client.onboarding_changed"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_helping_takes_what_the_client_lets_the_firm_do(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    waiting = OnboardingStatus.INFO_REQUESTED
    suspended = await firm.client(onboarding=waiting, poa=False)
    gone = await firm.client(onboarding=waiting, access_status="DISCONNECTED")
    told = SUBMIT.replace("row }", "row denial { factor changedBy } }")
    answers = [await ask(caller, told, clientId=each.public_id, answer="Yes.") for each in (suspended, gone)]
    factors = [answer["userErrors"][0]["denial"]["factor"] for answer in answers]
    assert factors == ["POWER_OF_ATTORNEY", "CONNECTION"]
    assert [codes(answer) for answer in answers] == [["POWER_OF_ATTORNEY_MISSING"], ["CLIENT_NOT_CONNECTED"]]
    assert codes(await ask(caller, SUBMIT, clientId=suspended.public_id, answer=" ")) == ["REQUIRED"]
    assert (await left(admin_store)).is_nothing
