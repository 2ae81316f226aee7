"""The access rule of a field: one object that is enforced, printed in the SDL and explained to people."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from domain.access import CAPABILITY_GRANT, LEVEL_TEMPLATES, ClientAccess, Viewer, ViewerKind, granted
from domain.denial import ADMIN, CLIENT, OPERATOR, OWNER, YOU, AccessChange, Denial, Factor, Step
from domain.vocabulary import ADMINS, EVERY_ROLE, AccessLevel, AccessStatus, Capability, Grant, Role, Scope


class Audience(Enum):
    """Who may come near a field at all; OBJECT: whoever was let through to the object that carries it."""

    OBJECT = "OBJECT"
    ANYONE = "ANYONE"
    PERSON = "PERSON"
    MEMBER = "MEMBER"
    OPERATOR = "OPERATOR"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may read or call a field.

    `roles` are the colleagues' roles allowed; `scope` is what a machine needs (`None`: integrations
    never); `capability` is what the client at hand must let the partner do.
    """

    audience: Audience = Audience.MEMBER
    roles: frozenset[Role] = EVERY_ROLE
    scope: Scope | None = None
    capability: Capability | None = None

    @property
    def may_deny(self) -> bool:
        """Whether a field under this rule can be denied, hence must be nullable."""
        return self.audience in (Audience.PERSON, Audience.MEMBER, Audience.OPERATOR)

    @property
    def grant(self) -> Grant | None:
        """The grant behind the capability, if it needs one."""
        return CAPABILITY_GRANT.get(self.capability) if self.capability else None

    @property
    def level(self) -> AccessLevel | None:
        """The lowest level whose template holds the capability, if it comes from a level."""
        if self.capability is None or self.grant is not None:
            return None
        in_limited = self.capability in LEVEL_TEMPLATES[AccessLevel.LIMITED]
        return AccessLevel.LIMITED if in_limited else AccessLevel.EXTENDED

    def for_viewer(self, viewer: Viewer) -> Denial | None:
        """The decision that needs no row: audience, role, scope."""
        if self.audience in (Audience.ANYONE, Audience.OBJECT):
            return None
        if viewer.kind is ViewerKind.ANONYMOUS:
            return _denial("Sign in: send a valid access token.", Step(Factor.AUTHENTICATION, _SIGN_IN, None, YOU))
        if self.audience is Audience.PERSON:
            return None
        return self._for_operators(viewer) if self.audience is Audience.OPERATOR else self._for_firms(viewer)

    def for_client(self, client: ClientAccess) -> Denial | None:
        """The decision about one client: connection, power of attorney, level, grant."""
        if self.capability is None:
            return None
        if client.access_status == AccessStatus.DISCONNECTED:
            return Denial(Factor.CONNECTION, "The client is disconnected from your firm.", CLIENT)
        steps = client_steps(self, client)
        return _denial(_MESSAGES[steps[0].factor].format(steps[0].to), *steps) if steps else None

    def _for_operators(self, viewer: Viewer) -> Denial | None:
        may = viewer.kind is ViewerKind.OPERATOR and self.scope in viewer.scopes
        return None if may else Denial(Factor.SCOPE, "Only for operators of the platform.", OPERATOR)

    def _for_firms(self, viewer: Viewer) -> Denial | None:
        if viewer.kind is ViewerKind.OPERATOR:
            return Denial(Factor.MEMBERSHIP, "Only for the colleagues and integrations of a firm.", OPERATOR)
        if viewer.kind is ViewerKind.PERSON:
            join = Step(Factor.MEMBERSHIP, AccessChange.JOIN_FIRM, None, YOU)
            return _denial(_NO_FIRM, join)
        if viewer.kind is ViewerKind.INTEGRATION:
            return self._for_integration(viewer)
        return None if viewer.role in self.roles else self._role_missing()

    def _for_integration(self, viewer: Viewer) -> Denial | None:
        if self.scope is None:
            return Denial(Factor.SCOPE, "Not available to integrations.", ADMIN)
        if self.scope in viewer.scopes:
            return None
        grant = Step(Factor.SCOPE, AccessChange.GRANT_SCOPE, self.scope.value, ADMIN)
        return _denial(f"Needs the scope {self.scope}.", grant)

    def _role_missing(self) -> Denial:
        if not self.roles:
            return Denial(Factor.ROLE, "Not available to colleagues.", ADMIN)
        words = " or ".join(role.value for role in Role if role in self.roles)
        least = next(role for role in reversed(Role) if role in self.roles)
        return _denial(f"Needs the role {words}.", role_step(Factor.ROLE, least))

    def sentence(self) -> str:
        """The rule in words, for the field's documentation."""
        plain = {
            Audience.OBJECT: "whoever may see the object",
            Audience.ANYONE: "anyone, without a token",
            Audience.PERSON: "any signed-in person",
            Audience.OPERATOR: f"operators of the platform, with {self.scope}",
        }
        return f"Access: {plain.get(self.audience) or '; '.join(self._parts())}."

    def _parts(self) -> Iterable[str]:
        everyone = self.roles == EVERY_ROLE
        yield "every colleague" if everyone else ", ".join(role.value for role in Role if role in self.roles)
        yield f"integrations with {self.scope}" if self.scope else "no integrations"
        if self.grant:
            yield f"where the client granted {self.grant}"
        elif self.level:
            yield f"where the client is connected with level {self.level} or higher"


def role_step(factor: Factor, role: Role) -> Step:
    """Giving a colleague another role; only owners make owners."""
    return Step(factor, AccessChange.CHANGE_ROLE, role.value, OWNER if role is Role.OWNER else ADMIN)


def client_steps(rule: Rule, client: ClientAccess) -> tuple[Step, ...]:
    """All that a client withholds from a rule, in the order of the right; of a client that is not disconnected."""
    found: list[Step] = []
    if client.access_status != AccessStatus.ACTIVE or not client.poa_granted:
        found.append(Step(Factor.POWER_OF_ATTORNEY, AccessChange.RESTORE_POWER_OF_ATTORNEY, None, CLIENT))
    if rule.grant is not None and rule.grant not in granted(client.grants):
        found.append(Step(Factor.GRANT, AccessChange.GRANT, rule.grant.value, CLIENT))
    if rule.level is not None and rule.capability not in LEVEL_TEMPLATES[AccessLevel(client.level)]:
        found.append(Step(Factor.LEVEL, AccessChange.RAISE_LEVEL, rule.level.value, CLIENT))
    return tuple(found)


def _denial(message: str, *steps: Step) -> Denial:
    """Denied for the first of what is missing."""
    return Denial(steps[0].factor, message, steps[0].changed_by, steps)


_NO_FIRM = "You are no colleague of any firm yet: accept an invite, or apply by `applyForPartnership`."
_SIGN_IN = AccessChange.SIGN_IN
_MESSAGES = {
    Factor.POWER_OF_ATTORNEY: "The client's power of attorney is missing or revoked.",
    Factor.GRANT: "Needs the grant {}.",
    Factor.LEVEL: "Needs the access level {}.",
}

OBJECT = Rule(Audience.OBJECT)
ANYONE = Rule(Audience.ANYONE)
PERSON = Rule(Audience.PERSON)


def member(scope: Scope | None = None, capability: Capability | None = None) -> Rule:
    """Every active colleague, and integrations with the scope."""
    return Rule(scope=scope, capability=capability)


def admins(scope: Scope | None = None) -> Rule:
    """Owners and admins, and integrations with the scope."""
    return Rule(roles=ADMINS, scope=scope)


def roles(allowed: frozenset[Role], scope: Scope | None = None) -> Rule:
    """Some roles, and integrations with the scope."""
    return Rule(roles=allowed, scope=scope)


def operators() -> Rule:
    """Operators of the platform, and nobody of any firm."""
    return Rule(Audience.OPERATOR, roles=frozenset(), scope=Scope.PLATFORM_OPERATE)
