"""The access rule of a field: one object that is enforced, printed in the SDL and explained to people."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from domain.access import CAPABILITY_GRANT, LEVEL_TEMPLATES, ClientAccess, Viewer, ViewerKind, capabilities
from domain.vocabulary import ADMINS, EVERY_ROLE, AccessLevel, AccessStatus, Capability, Grant, Role, Scope


class Factor(StrEnum):
    """The part of an effective right that failed; each can be withdrawn separately, by different people."""

    AUTHENTICATION = "AUTHENTICATION"
    MEMBERSHIP = "MEMBERSHIP"
    ROLE = "ROLE"
    SCOPE = "SCOPE"
    CONNECTION = "CONNECTION"
    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    LEVEL = "LEVEL"
    GRANT = "GRANT"
    RULE = "RULE"


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a right is missing, and who can change that."""

    factor: Factor
    message: str
    changed_by: str


class Audience(Enum):
    """Who may come near a field at all; OBJECT: whoever was let through to the object that carries it."""

    OBJECT = "OBJECT"
    ANYONE = "ANYONE"
    PERSON = "PERSON"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may read or call a field.

    `roles` are the colleagues' roles allowed; `scope` is what an integration needs (`None`: integrations
    never); `capability` is what the client at hand must let the partner do.
    """

    audience: Audience = Audience.MEMBER
    roles: frozenset[Role] = EVERY_ROLE
    scope: Scope | None = None
    capability: Capability | None = None

    @property
    def may_deny(self) -> bool:
        """Whether a field under this rule can be denied, hence must be nullable."""
        return self.audience in (Audience.PERSON, Audience.MEMBER)

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
            return Denial(Factor.AUTHENTICATION, "Sign in: send a valid access token.", "you")
        if self.audience is Audience.PERSON:
            return None
        if viewer.kind is ViewerKind.PERSON:
            return Denial(Factor.MEMBERSHIP, "You are not an active colleague of this firm.", "an admin of the firm")
        if viewer.kind is ViewerKind.INTEGRATION:
            return self._for_integration(viewer)
        return None if viewer.role in self.roles else self._role_missing()

    def for_client(self, client: ClientAccess) -> Denial | None:
        """The decision about one client: connection, power of attorney, level, grant."""
        if self.capability is None:
            return None
        if client.access_status == AccessStatus.DISCONNECTED:
            return Denial(Factor.CONNECTION, "The client is disconnected from your firm.", "the client's admin")
        if client.access_status != AccessStatus.ACTIVE or not client.poa_granted:
            message = "The client's power of attorney is missing or revoked."
            return Denial(Factor.POWER_OF_ATTORNEY, message, "the client's admin")
        return self._for_level(client)

    def _for_level(self, client: ClientAccess) -> Denial | None:
        if self.capability in capabilities(client):
            return None
        if self.grant is not None:
            return Denial(Factor.GRANT, f"Needs the grant {self.grant}.", "the client's admin")
        return Denial(Factor.LEVEL, f"Needs the access level {self.level}.", "the client's admin")

    def _for_integration(self, viewer: Viewer) -> Denial | None:
        if self.scope is not None and self.scope in viewer.scopes:
            return None
        needed = f"Needs the scope {self.scope}." if self.scope else "Not available to integrations."
        return Denial(Factor.SCOPE, needed, "an admin of the firm")

    def _role_missing(self) -> Denial:
        words = " or ".join(role.value for role in Role if role in self.roles)
        return Denial(Factor.ROLE, f"Needs the role {words}.", "an admin of the firm")

    def sentence(self) -> str:
        """The rule in words, for the field's documentation."""
        plain = {
            Audience.OBJECT: "whoever may see the object",
            Audience.ANYONE: "anyone, without a token",
            Audience.PERSON: "any signed-in person",
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
