"""Whoever comes to see less is told so on the stream that runs, with the reason, before anything that follows."""

import pytest

from domain.vocabulary import Role, Scope
from tests.integrations.asking import change
from tests.people.asking import CHANGE_ROLE, ask
from tests.streams.documents import ATTENTION
from tests.streams.listening import Air, Attention
from tests.world import World

SCOPES = [Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ]


async def test_a_demotion_is_told_on_the_running_stream_and_to_nobody_else(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.ADMIN)
    eva = await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    for who in (bo, eva):
        await firm.assign(who, nord)
    heard, for_owner, for_eva = [await air.listen(who, ATTENTION) for who in (bo, owner, eva)]
    await attention.moves(nord, "INFO")
    await heard.until(1)
    await ask(air.caller(owner), CHANGE_ROLE, colleagueId=bo.public_id, role="BOOKKEEPER")
    narrowed = (await heard.until(2))[1]
    for client in (skov, nord):
        await attention.moves(client, "WARNING")
    assert (narrowed["cause"], narrowed["clientId"], narrowed["client"]) == ("ACCESS", None, None)
    said = "Your role is BOOKKEEPER. You see less than before: read the present state anew, or begin with"
    assert heard.answers[1]["extensions"]["narrowed"].startswith(said)
    assert [each["client"]["name"] for each in (await heard.until(3))[2:]] == ["Nord"]
    assert [each["client"]["name"] for each in await for_owner.until(3)] == ["Nord", "Skov", "Nord"]
    assert [each["client"]["name"] for each in await for_eva.until(2)] == ["Nord", "Nord"]
    # Whoever was away is told when they come back.
    resumed = await air.listen(bo, ATTENTION, after=heard.frames[0].cursor)
    assert (await resumed.until(2))[0] == narrowed


@pytest.mark.parametrize("from_all", [False, True])
async def test_an_integration_for_which_fewer_clients_are_chosen_is_told(
    world: World, air: Air, attention: Attention, from_all: bool
) -> None:
    firm = await world.partner()
    owner = await firm.colleague(role=Role.OWNER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    machine = await firm.integration(SCOPES) if from_all else await firm.integration(SCOPES, clients=[skov, nord])
    heard = await air.listen(machine, ATTENTION)
    await change(air.caller(owner), "updateIntegration", integrationId=machine.public_id, clientIds=[nord.public_id])
    await heard.until(1)
    for client in (skov, nord):
        await attention.moves(client, "INFO")
    narrowed, told = await heard.until(2)
    assert (narrowed["cause"], narrowed["clientId"]) == ("ACCESS", None)
    assert heard.answers[0]["extensions"]["narrowed"].startswith("Fewer clients are chosen for the integration.")
    assert told["client"]["name"] == "Nord"
