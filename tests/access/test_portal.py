"""What each role can do in the portal, and that a rule which cannot be judged denies."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain.access import ANONYMOUS, Viewer, ViewerKind, held
from domain.denial import Denial
from domain.rule import Rule
from domain.vocabulary import AccessLevel, Capability, Grant, Role, Scope
from schema import access
from tests.access.estate import LETTERS, build
from tests.access.reference import EVERY_LEVEL, SCOPES, TABLE, Asker, Who
from tests.portal import Portal
from tests.world import World

# What a role can do, in the words of `viewer.can`.
ABILITIES = {
    "seeInboundInvites": "OA",
    "seePartnership": "OA",
    "manageColleagues": "OA",
    "manageTeams": "OA",
    "assignOthers": "OA",
    "unassignSelf": "OAB",
    "inviteClients": "OAB",
    "answerInboundInvites": "OA",
    "disconnectClients": "OA",
    "requestGrants": "OAB",
    "openClientAccounts": "OAB",
    "editCompany": "OA",
    "manageIntegrations": "OA",
    "readAuditLog": "OA",
}
MENU = "BOOKKEEPING PENDING_CLIENTS ACADEMY PRICING_CALCULATOR PARTNERSHIP PEOPLE COMPANY RESOURCES".split()
ASK = f"{{ viewer {{ kind role scopes menu can {{ {' '.join(ABILITIES)} }} }} }}"


@pytest.mark.parametrize("letter", "OABVPI")
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_viewer_is_told_what_the_portal_lets_them_do(world: World, portal: Portal, letter: str) -> None:
    assert set(ABILITIES) == set(TABLE["Abilities"])
    estate = await build(world)
    ask = await estate.caller(portal, Asker(letter, frozenset(SCOPES)))
    viewer = (await ask(ASK)).data["viewer"]
    assert viewer["can"] == {name: letter in letters for name, letters in ABILITIES.items()}
    menu = [entry for entry in MENU if letter in "OA" or entry != "PARTNERSHIP"]
    assert viewer["menu"] == (menu if letter in "OABV" else [])
    assert viewer["kind"] == {"P": "PERSON", "I": "INTEGRATION"}.get(letter, "COLLEAGUE")
    assert viewer["role"] == (LETTERS[letter].value if letter in LETTERS else None)
    assert len(viewer["scopes"]) == (len(SCOPES) if letter == "I" else 0)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_scope_counts_only_when_the_integration_has_it_and_its_token_names_it(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.CLIENTS_READ, Scope.PEOPLE_READ])
    told = await portal.machine(machine, "people:read", "billing:read")("{ viewer { scopes } }")
    assert told.data == {"viewer": {"scopes": ["PEOPLE_READ"]}}
    asleep = await firm.integration([Scope.CLIENTS_READ], is_enabled=False)
    assert (await portal.machine(asleep, "clients:read")("{ viewer { kind } }")).status == 401


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_person_in_two_firms_has_in_each_the_role_of_that_firm(world: World, portal: Portal) -> None:
    here, there = await world.partner(), await world.partner()
    boss = await here.colleague(role=Role.ADMIN)
    helper = await there.colleague(role=Role.VIEWER, identity=boss.identity, email=boss.email)
    ours, theirs = await here.client(), await there.client()
    ask = f'{{ a: client(id: "{ours.public_id}") {{ id }} b: client(id: "{theirs.public_id}") {{ id }} }}'
    assert (await portal.of(boss)(ask)).data == {"a": {"id": ours.public_id}, "b": None}
    assert (await portal.of(helper)(ask)).data == {"a": None, "b": None}
    await there.assign(helper, theirs)
    assert (await portal.of(helper)(ask)).data == {"a": None, "b": {"id": theirs.public_id}}
    no_choice = portal.person(boss.email, boss.identity.subject)
    assert (await no_choice("{ viewer { kind } }")).codes == ["PARTNER_REQUIRED"]


@dataclass(frozen=True)
class Asking:
    """As much of a context as a rule looks at."""

    viewer: Viewer


@dataclass(frozen=True)
class Awaitable:
    """Something that could be awaited, and is no decision."""

    def __await__(self) -> Any:
        yield


class Broken(Rule):
    """A rule that answers with whatever it was made of, or raises it."""

    answer: Any = None

    def for_viewer(self, viewer: Viewer) -> Any:
        """No decision."""
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer",
    [ValueError("broken"), True, 1, "no", Awaitable()],
    ids=["raises", "true", "a number", "a word", "awaitable"],
)
def test_a_rule_that_fails_to_decide_denies(answer: Any) -> None:
    rule = type("Wrong", (Broken,), {"answer": answer})()

    denial = access._gate(rule).viewer(Asking(ANONYMOUS))
    assert isinstance(denial, Denial)
    assert (denial.factor, denial.changed_by) == ("RULE", "the operator")


def test_a_rule_about_a_client_denies_where_there_is_none() -> None:
    owner, rule = Viewer(ViewerKind.COLLEAGUE, role=Role.OWNER), Rule(capability=Capability.SEE_BALANCES)
    gate = access._gate(rule)
    assert gate.viewer(Asking(owner)) is None
    assert gate.row is not None
    denial = gate.row(object())
    assert isinstance(denial, Denial)
    assert denial.factor == "RULE"


@dataclass
class OpenAccount:
    """A client that is connected with the lowest level and no grants."""

    access_status: str = "ACTIVE"
    poa_granted: bool = True
    level: str = "LIMITED"
    grants: int = 0


@pytest.mark.parametrize("assigned", [True, False])
@pytest.mark.parametrize("role", list(Role))
def test_only_admins_have_rights_in_an_account_without_working_on_the_client(role: Role, assigned: bool) -> None:
    viewer = Viewer(ViewerKind.COLLEAGUE, role=role)
    mine = {capability.value for capability in held(viewer, OpenAccount(), assigned=assigned)}
    everything = set(EVERY_LEVEL) if role is not Role.VIEWER else {"SEE_EXPENSES", "SEE_BALANCES"}
    assert mine == (everything if assigned or role in (Role.OWNER, Role.ADMIN) else set())


def test_rules_say_which_level_or_grant_they_need() -> None:
    said = {
        capability: (Rule(capability=capability).level, Rule(capability=capability).grant) for capability in Capability
    }
    assert said[Capability.MOVE_MONEY] == (AccessLevel.LIMITED, None)
    assert said[Capability.ORDER_CARDS] == (AccessLevel.EXTENDED, None)
    assert said[Capability.PAY_INVOICES] == (None, Grant.PAY_INVOICES)
    assert Rule().level is None


def test_the_table_itself_denies_by_every_factor() -> None:
    line = Who("OA", "people:read")
    assert [line.denies(Asker(letter)) for letter in "OABVPI-"] == [
        None,
        None,
        "ROLE",
        "ROLE",
        "MEMBERSHIP",
        "SCOPE",
        "AUTHENTICATION",
    ]
    assert line.denies(Asker("I", frozenset({"people:read"}))) is None
