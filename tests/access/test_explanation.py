"""Access, explained: the change that is proposed makes a coordinate readable, and nothing smaller does."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.vocabulary import AccessLevel, AccessStatus, ColleagueStatus, Role
from store.engine import Store
from tests.access.reference import TABLE
from tests.access.situations import AT_CLIENT, IN_FIRM, LINKS, SITUATIONS, UPWARDS, Office, Situation
from tests.portal import Answer, Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import Client, Colleague, World

Json = Any
Step = dict[str, str | None]
EXPLAIN = """query($who: ID!, $id: ID, $coordinate: String!) {
  accessExplanation(colleagueId: $who, clientId: $id, coordinate: $coordinate) {
    coordinate isAllowed message factors { factor holds message changedBy }
    smallestChange { steps { factor change to changedBy } }
  }
}"""
MANY = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def office(world: World) -> Office:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.OWNER)
    await firm.inbound_invite()
    await firm.colleague_invite(by=boss)
    return Office(firm, boss, await firm.colleague())


@MANY
@given(wanted=SITUATIONS, coordinate=st.sampled_from([*AT_CLIENT, *(f"ClientLinks.{name}" for name in LINKS)]))
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_at_a_client_the_proposed_change_suffices_and_nothing_smaller_does(
    office: Office, portal: Portal, wanted: Situation, coordinate: str
) -> None:
    await _judge(office, portal, wanted, coordinate, at_client=True)


@MANY
@given(wanted=SITUATIONS, coordinate=st.sampled_from(sorted(IN_FIRM)))
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_in_the_firm_the_proposed_change_suffices_and_nothing_smaller_does(
    office: Office, portal: Portal, wanted: Situation, coordinate: str
) -> None:
    await _judge(office, portal, wanted, coordinate, at_client=False)


async def _judge(office: Office, portal: Portal, wanted: Situation, coordinate: str, *, at_client: bool) -> None:
    colleague, client = await office.pair(wanted)
    told = await _explained(portal.of(office.boss), colleague, coordinate, client if at_client else None)
    answer = await _read(portal, colleague, client, coordinate, at_client=at_client)
    conditions = [condition["holds"] for condition in told["factors"]]
    assert told["isAllowed"] == _shows(answer) == all(conditions), (told, answer.body)
    if told["smallestChange"] is None:
        assert wanted.access is AccessStatus.DISCONNECTED
        assert "final" in told["message"]
        return
    steps: list[Step] = told["smallestChange"]["steps"]
    _compare_errors(answer, wanted, steps)
    if not steps:
        assert told["message"] == "Allowed."
        return
    for some, suffices in _trials(steps):
        again, other = await office.pair(wanted)
        for step in some:
            await office.take(step, again, other)
        assert _shows(await _read(portal, again, other, coordinate, at_client=at_client)) == suffices, (some, steps)


def _trials(steps: Sequence[Step]) -> Iterator[tuple[list[Step], bool]]:
    """The whole change; the same without one step; the same with a lower role."""
    yield list(steps), True
    for place, step in enumerate(steps):
        others = [*steps[:place], *steps[place + 1 :]]
        yield others, False
        if step["change"] == "CHANGE_ROLE":
            for lower in UPWARDS[: UPWARDS.index(str(step["to"]))]:
                yield [*steps[:place], {**step, "to": lower}, *steps[place + 1 :]], False


def _compare_errors(answer: Answer, wanted: Situation, steps: list[Step]) -> None:
    """The denial itself proposes the same; one for a role was made before any client was looked at."""
    if wanted.status is not ColleagueStatus.ACTIVE:
        return
    for error in answer.errors:
        proposed = error["extensions"]["suffices"]
        role_only = error["extensions"]["factor"] == "ROLE"
        assert proposed == ([step for step in steps if step["factor"] == "ROLE"] if role_only else steps)


async def _explained(ask: Caller, colleague: Colleague, coordinate: str, client: Client | None) -> Json:
    id = client.public_id if client else None
    answer = await ask(EXPLAIN, who=colleague.public_id, id=id, coordinate=coordinate)
    assert answer.errors == [], answer.body
    return answer.data["accessExplanation"]


async def _read(portal: Portal, colleague: Colleague, client: Client, coordinate: str, *, at_client: bool) -> Answer:
    ask = portal.person(colleague.email, colleague.identity.subject)
    if at_client:
        return await ask(f"query($id: ID!) {{ {AT_CLIENT[coordinate]} }}", id=client.public_id)
    field = IN_FIRM[coordinate].replace("%s", colleague.public_id)
    is_mutation = field.startswith(("createTeam", "unassignMe"))
    return await ask(f"{'mutation' if is_mutation else 'query'} {{ {field} }}")


def _shows(answer: Answer) -> bool:
    """Whether a value came at the end of the one path that was asked for."""
    found: list[Any] = [answer.data]
    while any(isinstance(value, dict | list) for value in found):
        inner = [list(v.values()) if isinstance(v, dict) else v for v in found if isinstance(v, dict | list)]
        found = [value for values in inner for value in values]
    return any(value is not None for value in found)


async def _steps(portal: Portal, office: Office, wanted: Situation, coordinate: str) -> list[tuple[Any, Any, Any]]:
    colleague, client = await office.pair(wanted)
    told = await _explained(portal.of(office.boss), colleague, coordinate, client)
    return [(step["change"], step["to"], step["changedBy"]) for step in told["smallestChange"]["steps"]]


ALL_MISSING = Situation(
    Role.VIEWER,
    ColleagueStatus.DEACTIVATED,
    False,
    AccessStatus.SUSPENDED,
    False,
    AccessLevel.LIMITED,
    frozenset(),
)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_least_is_proposed_in_the_order_in_which_it_can_be_done(office: Office, portal: Portal) -> None:
    firm, theirs = "an admin of the firm", "the client's admin"
    assert await _steps(portal, office, ALL_MISSING, "ClientLinks.users") == [
        ("ACTIVATE_COLLEAGUE", None, firm),
        ("CHANGE_ROLE", "BOOKKEEPER", firm),
        ("ASSIGN_COLLEAGUE", None, firm),
        ("RESTORE_POWER_OF_ATTORNEY", None, theirs),
        ("RAISE_LEVEL", "EXTENDED", theirs),
    ]
    assert (await _steps(portal, office, ALL_MISSING, "Client.name"))[1:] == [("ASSIGN_COLLEAGUE", None, firm)]
    assert (await _steps(portal, office, ALL_MISSING, "Colleague.email"))[1:] == [("CHANGE_ROLE", "ADMIN", firm)]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_every_factor_is_told_in_the_order_of_the_right(office: Office, portal: Portal) -> None:
    colleague, client = await office.pair(ALL_MISSING)
    told = await _explained(portal.of(office.boss), colleague, "ClientLinks.invoices", client)
    assert [(one["factor"], one["holds"]) for one in told["factors"]] == [
        ("CONNECTION", True),
        ("POWER_OF_ATTORNEY", False),
        ("GRANT", False),
        ("ASSIGNMENT", False),
        ("MEMBERSHIP", False),
        ("ROLE", False),
    ]
    assert told["message"].startswith("Denied. Needs the client's power of attorney. Needs the grant PAY_INVOICES.")


# Types to which only fields of operators lead.
OPERATED = re.compile(r"(PartnerApplication\w*|(Reject|Resend)Application\w*Payload|InvitePracticePayload)\.")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_every_coordinate_can_be_asked_about(office: Office, portal: Portal) -> None:
    coordinates = [f"{type_name}.{field}" for type_name, fields in TABLE.items() for field in fields]
    allowed: dict[str, bool] = {}
    for start in range(0, len(coordinates), 20):
        some = coordinates[start : start + 20]
        fields = [
            f'c{number}: accessExplanation(colleagueId: "{office.boss.public_id}", coordinate: "{one}") {{ isAllowed }}'
            for number, one in enumerate(some)
        ]
        answer = await portal.of(office.boss)(f"{{ {' '.join(fields)} }}")
        assert answer.errors == [], answer.body
        allowed |= dict(zip(some, [found["isAllowed"] for found in answer.data.values()], strict=True))
    of_operators = {place for place in coordinates if OPERATED.match(place) or _who(place) == "operators"}
    assert {coordinate for coordinate, may in allowed.items() if not may} == of_operators


def _who(coordinate: str) -> str:
    type_name, _, field = coordinate.partition(".")
    return TABLE[type_name][field].letters


async def test_colleagues_ask_about_themselves_and_about_clients_that_they_see(office: Office, portal: Portal) -> None:
    seen, hidden = await office.firm.client(), await office.firm.client()
    await office.firm.assign(office.helper, seen)
    ask = portal.of(office.helper)
    own = await _explained(ask, office.helper, "Client.wallet", seen)
    assert own["isAllowed"] is True
    answers = [
        await ask(EXPLAIN, who=who, id=id, coordinate="Client.wallet")
        for who, id in (
            (office.boss.public_id, seen.public_id),
            ("colleague_" + "0" * 26, seen.public_id),
            (office.helper.public_id, hidden.public_id),
            (office.helper.public_id, "client_" + "0" * 26),
        )
    ]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert (answers[0].data, answers[0].errors) == ({"accessExplanation": None}, [])


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_cannot_be_asked_is_said_with_the_argument(office: Office, portal: Portal) -> None:
    client = await office.firm.client()
    ask = portal.of(office.boss)
    for coordinate, id, argument, said in (
        ("Client.walet", None, "coordinate", "Did you mean Client.wallet"),
        ("Client", None, "coordinate", "Type.field"),
        ("Partner.clients", client.public_id, "clientId", "ask without `clientId`"),
    ):
        answer = await ask(EXPLAIN, who=office.helper.public_id, id=id, coordinate=coordinate)
        (error,) = answer.errors
        assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_INPUT", argument)
        assert said in error["message"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_spellings_are_not_suggested_where_the_schema_is_not_shown(
    office: Office, store: Store, database: Database, tmp_path: Path, now: datetime
) -> None:
    closed = open_portal(store, database.url, tmp_path, now, GATEWAY_INTROSPECTION="false")
    ask = closed.of(office.boss)
    who = office.helper.public_id
    answers = [await ask(EXPLAIN, who=who, coordinate=coordinate) for coordinate in ("Client.walet", "Xyz.q")]
    await closed.http.aclose()
    assert answers[0].raw == answers[1].raw
    assert answers[0].codes == ["BAD_INPUT"]
