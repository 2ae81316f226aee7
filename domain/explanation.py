"""Why a colleague may or may not read a coordinate, and the smallest change that would let them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from domain.access import CAPABILITY_GRANT, ClientAccess
from domain.denial import ADMIN, CLIENT, OPERATOR, AccessChange, Factor, Step
from domain.rule import Audience, Rule, client_steps, role_step
from domain.vocabulary import ADMINS, EVERY_ROLE, AccessStatus, Capability, ColleagueStatus, Role

_UPWARDS = tuple(reversed(Role))


@dataclass(frozen=True, slots=True)
class Way:
    """All that one way to a coordinate asks of a colleague; `at_client`: it leads through one client."""

    member: bool = False
    roles: frozenset[Role] = EVERY_ROLE
    capabilities: frozenset[Capability] = frozenset()
    at_client: bool = False

    def then(self, rule: Rule) -> Self:
        """The way with one more rule on it."""
        if rule.audience not in (Audience.MEMBER, Audience.OPERATOR):
            return self
        more = {rule.capability} if rule.capability else set()
        return replace(self, member=True, roles=self.roles & rule.roles, capabilities=self.capabilities | more)

    def asks_more(self, other: "Way") -> bool:
        """Whether it asks for everything that another way asks for."""
        return self.member >= other.member and self.roles <= other.roles and self.capabilities >= other.capabilities


@dataclass(frozen=True, slots=True)
class Standing:
    """What is so: of the colleague, and of the client, if one is asked about (`assigned`: works on it now)."""

    role: Role
    status: ColleagueStatus
    client: ClientAccess | None = None
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One factor of the right: what it needs, and whether that holds now."""

    factor: Factor
    holds: bool
    message: str
    changed_by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer; `steps` are the smallest change, empty when nothing has to change, None when nothing would do."""

    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...] | None

    @property
    def is_allowed(self) -> bool:
        """Whether the coordinate can be read as things are."""
        return self.steps == ()


def explain(ways: Sequence[Way], standing: Standing) -> Explanation:
    """The decision on the way that asks for the least change."""
    changes = [(change, way) for way in ways if (change := _smallest(way, standing)) is not None]
    if not changes:
        return Explanation(tuple(_conditions(ways[0], standing)), None)
    (_, steps), way = min(changes, key=lambda found: found[0][0])
    return Explanation(tuple(_conditions(way, standing)), steps)


def _conditions(way: Way, standing: Standing) -> Iterator[Condition]:
    """The factors of the right, in its order."""
    client = standing.client
    if client is not None and way.capabilities:
        yield from _account_conditions(way, client)
    if way.at_client:
        message = "Needs a live assignment to the client, or the role OWNER or ADMIN."
        yield Condition(Factor.ASSIGNMENT, _sees(standing.role, assigned=standing.assigned), message, ADMIN)
    if way.member:
        active = standing.status == ColleagueStatus.ACTIVE
        yield Condition(Factor.MEMBERSHIP, active, "Needs an active membership.", _activated_by(standing))
    if way.member and way.roles != EVERY_ROLE:
        words = " or ".join(role.value for role in Role if role in way.roles)
        message = f"Needs the role {words}." if words else "Only for operators of the platform."
        yield Condition(Factor.ROLE, standing.role in way.roles, message, ADMIN if words else OPERATOR)


def _account_conditions(way: Way, client: ClientAccess) -> Iterator[Condition]:
    connected = client.access_status != AccessStatus.DISCONNECTED
    yield Condition(Factor.CONNECTION, connected, "Needs a client that is connected with the firm.", CLIENT)
    authorised = client.poa_granted and client.access_status != AccessStatus.SUSPENDED
    yield Condition(Factor.POWER_OF_ATTORNEY, authorised, "Needs the client's power of attorney.", CLIENT)
    missing = _withheld(way.capabilities, client)
    for capability in _ordered(way.capabilities):
        rule = Rule(capability=capability)
        factor, word = (Factor.GRANT, "grant") if capability in CAPABILITY_GRANT else (Factor.LEVEL, "access level")
        needed = rule.grant or rule.level
        held = not any(step.factor is factor and step.to == needed for step in missing)
        yield Condition(factor, held, f"Needs the {word} {needed}.", CLIENT)


def _smallest(way: Way, standing: Standing) -> tuple[tuple[int, bool, int], tuple[Step, ...]] | None:
    """The steps of the smallest change on one way, with their weight: role, assignment, what clients give."""
    client = standing.client if way.capabilities else None
    if client is not None and client.access_status == AccessStatus.DISCONNECTED:
        return None
    people = next(_people(way, standing), None)
    if people is None:
        return None
    withheld = _withheld(way.capabilities, client) if client is not None else ()
    (rank, assigned), steps = people
    return (rank, assigned, len(withheld)), (*steps, *withheld)


def _people(way: Way, standing: Standing) -> Iterator[tuple[tuple[int, bool], tuple[Step, ...]]]:
    """What the firm can do, the smallest first: no new role before a lower one, an assignment before a role."""
    roles = (standing.role, *(role for role in _UPWARDS if role is not standing.role))
    for rank, role in enumerate(roles if way.member else roles[:1]):
        for assign in (False, True) if _assignable(way, standing) else (False,):
            if _suits(way, role, assigned=standing.assigned or assign):
                yield (rank, assign), tuple(_firm_steps(way, standing, role, assign=assign))


def _suits(way: Way, role: Role, *, assigned: bool) -> bool:
    return (not way.member or role in way.roles) and (not way.at_client or _sees(role, assigned=assigned))


def _firm_steps(way: Way, standing: Standing, role: Role, *, assign: bool) -> Iterator[Step]:
    """In the order in which they can be taken: only active colleagues get roles and assignments."""
    if way.member and standing.status != ColleagueStatus.ACTIVE:
        yield Step(Factor.MEMBERSHIP, AccessChange.ACTIVATE_COLLEAGUE, None, _activated_by(standing))
    if role is not standing.role:
        yield role_step(Factor.ASSIGNMENT if standing.role in way.roles else Factor.ROLE, role)
    if assign:
        yield Step(Factor.ASSIGNMENT, AccessChange.ASSIGN_COLLEAGUE, None, ADMIN)


def _assignable(way: Way, standing: Standing) -> bool:
    """Nobody can be assigned to a client that has left."""
    client = standing.client
    connected = client is not None and client.access_status != AccessStatus.DISCONNECTED
    return way.at_client and connected and not standing.assigned


def _withheld(wanted: Iterable[Capability], client: ClientAccess) -> tuple[Step, ...]:
    """What a client would have to give, each thing once."""
    found = (step for one in _ordered(wanted) for step in client_steps(Rule(capability=one), client))
    return tuple(dict.fromkeys(found))


def _ordered(wanted: Iterable[Capability]) -> list[Capability]:
    some = frozenset(wanted)
    return [capability for capability in Capability if capability in some]


def _sees(role: Role, *, assigned: bool) -> bool:
    return assigned or role in ADMINS


def _activated_by(standing: Standing) -> str:
    return "the colleague, who accepts the invite" if standing.status == ColleagueStatus.INVITED else ADMIN
