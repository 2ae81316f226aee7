"""Who may do what: viewers, abilities in the portal, capabilities in a client's account."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from domain.vocabulary import (
    ADMINS,
    EVERY_ROLE,
    AccessLevel,
    AccessStatus,
    Capability,
    Grant,
    MenuEntry,
    Role,
    Scope,
)

CONNECTED = frozenset({AccessStatus.ACTIVE, AccessStatus.SUSPENDED})
WORKERS = frozenset({Role.OWNER, Role.ADMIN, Role.BOOKKEEPER})


class ViewerKind(Enum):
    """As whom a request comes."""

    ANONYMOUS = "ANONYMOUS"
    PERSON = "PERSON"
    COLLEAGUE = "COLLEAGUE"
    INTEGRATION = "INTEGRATION"
    OPERATOR = "OPERATOR"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a verified token speaks for; `email` is lower-case and only present when the issuer verified it."""

    issuer: str
    subject: str
    email: str | None = None
    name: str | None = None
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """A caller and the firm for which it calls; rights are looked up per request, never carried by tokens."""

    kind: ViewerKind
    identity: Identity | None = None
    partner_id: UUID | None = None
    colleague_id: UUID | None = None
    integration_id: UUID | None = None
    role: Role | None = None
    scopes: frozenset[Scope] = frozenset()
    may_invite_clients: bool = True
    # An integration that sees only the clients chosen for it.
    is_restricted: bool = False
    # Of its tokens, where the gateway signs them itself: which of its secrets they come from.
    generation: int | None = None

    @property
    def tenant(self) -> UUID:
        """The partner's id; only for viewers that belong to one."""
        if self.partner_id is None:
            raise LookupError("this viewer belongs to no partner")
        return self.partner_id

    @property
    def principal(self) -> str:
        """A stable name of the caller, for idempotency keys, cursors and budgets."""
        if self.identity is None:
            return "anonymous"
        return f"{self.identity.issuer}|{self.identity.subject}"

    @property
    def is_machine(self) -> bool:
        """Whether a program asks, of a firm or of the platform's operators."""
        return self.kind in (ViewerKind.INTEGRATION, ViewerKind.OPERATOR)

    @property
    def sees_all_clients(self) -> bool:
        """Admins and integrations without a restriction see the whole portfolio, others what is assigned or chosen."""
        return not self.is_restricted and (self.kind is ViewerKind.INTEGRATION or self.role in ADMINS)


ANONYMOUS = Viewer(ViewerKind.ANONYMOUS)


def machine_with(*scopes: Scope) -> Viewer:
    """Some machine with scopes, as far as rules look: an operator by its own scope, or else an integration."""
    kind = ViewerKind.OPERATOR if Scope.PLATFORM_OPERATE in scopes else ViewerKind.INTEGRATION
    return Viewer(kind, scopes=frozenset(scopes))


class Ability(Enum):
    """What can be done in the portal itself, apart from any client's account."""

    SEE_INBOUND_INVITES = "SEE_INBOUND_INVITES"
    SEE_PARTNERSHIP = "SEE_PARTNERSHIP"
    MANAGE_COLLEAGUES = "MANAGE_COLLEAGUES"
    MANAGE_TEAMS = "MANAGE_TEAMS"
    ASSIGN_OTHERS = "ASSIGN_OTHERS"
    UNASSIGN_SELF = "UNASSIGN_SELF"
    INVITE_CLIENTS = "INVITE_CLIENTS"
    ANSWER_INBOUND_INVITES = "ANSWER_INBOUND_INVITES"
    DISCONNECT_CLIENTS = "DISCONNECT_CLIENTS"
    REQUEST_GRANTS = "REQUEST_GRANTS"
    OPEN_CLIENT_ACCOUNTS = "OPEN_CLIENT_ACCOUNTS"
    EDIT_COMPANY = "EDIT_COMPANY"
    MANAGE_INTEGRATIONS = "MANAGE_INTEGRATIONS"
    READ_AUDIT_LOG = "READ_AUDIT_LOG"


ABILITY_ROLES: Mapping[Ability, frozenset[Role]] = {
    Ability.SEE_INBOUND_INVITES: ADMINS,
    Ability.SEE_PARTNERSHIP: ADMINS,
    Ability.MANAGE_COLLEAGUES: ADMINS,
    Ability.MANAGE_TEAMS: ADMINS,
    Ability.ASSIGN_OTHERS: ADMINS,
    Ability.UNASSIGN_SELF: WORKERS,
    Ability.INVITE_CLIENTS: WORKERS,
    Ability.ANSWER_INBOUND_INVITES: ADMINS,
    Ability.DISCONNECT_CLIENTS: ADMINS,
    Ability.REQUEST_GRANTS: WORKERS,
    Ability.OPEN_CLIENT_ACCOUNTS: WORKERS,
    Ability.EDIT_COMPANY: ADMINS,
    Ability.MANAGE_INTEGRATIONS: ADMINS,
    Ability.READ_AUDIT_LOG: ADMINS,
}


def able(viewer: Viewer, ability: Ability) -> bool:
    """Whether a colleague's role carries an ability; bookkeepers invite only while the firm lets them."""
    if viewer.role is None or viewer.role not in ABILITY_ROLES[ability]:
        return False
    bounded = ability is Ability.INVITE_CLIENTS and viewer.role is Role.BOOKKEEPER
    return viewer.may_invite_clients or not bounded


MENU_ROLES: Mapping[MenuEntry, frozenset[Role]] = {
    MenuEntry.BOOKKEEPING: EVERY_ROLE,
    MenuEntry.PENDING_CLIENTS: EVERY_ROLE,
    MenuEntry.ACADEMY: EVERY_ROLE,
    MenuEntry.PRICING_CALCULATOR: EVERY_ROLE,
    MenuEntry.PARTNERSHIP: ADMINS,
    MenuEntry.PEOPLE: EVERY_ROLE,
    MenuEntry.COMPANY: EVERY_ROLE,
    MenuEntry.RESOURCES: EVERY_ROLE,
}


def menu(role: Role) -> tuple[MenuEntry, ...]:
    """The menu entries that a role gets, in the portal's order."""
    return tuple(entry for entry, roles in MENU_ROLES.items() if role in roles)


_LIMITED = frozenset(
    {
        Capability.SEE_EXPENSES,
        Capability.EDIT_EXPENSES,
        Capability.EXPORT_EXPENSES,
        Capability.MANAGE_ACCOUNTING,
        Capability.MANAGE_COMPANY,
        Capability.HELP_VERIFICATION,
        Capability.SEE_BALANCES,
        Capability.MOVE_MONEY,
    }
)

LEVEL_TEMPLATES: Mapping[AccessLevel, frozenset[Capability]] = {
    AccessLevel.LIMITED: _LIMITED,
    AccessLevel.EXTENDED: _LIMITED
    | {
        Capability.MANAGE_USERS,
        Capability.ORDER_CARDS,
        Capability.SET_SPENDING_LIMITS,
        Capability.MANAGE_VENDOR_CARDS,
    },
}

GRANT_CAPABILITIES: Mapping[Grant, Capability] = {
    Grant.MANAGE_TRANSFER_RULES: Capability.MANAGE_TRANSFER_RULES,
    Grant.SEND_REIMBURSEMENTS: Capability.SEND_REIMBURSEMENTS,
    Grant.PAY_INVOICES: Capability.PAY_INVOICES,
}
CAPABILITY_GRANT: Mapping[Capability, Grant] = {held: grant for grant, held in GRANT_CAPABILITIES.items()}
GRANT_BITS: Mapping[Grant, int] = {grant: 1 << place for place, grant in enumerate(Grant)}

READING_CAPABILITIES = frozenset({Capability.SEE_EXPENSES, Capability.SEE_BALANCES})


class ClientAccess(Protocol):
    """The access facts that every client row carries; `grants` is a sum of `GRANT_BITS`."""

    access_status: str
    poa_granted: bool
    level: str
    grants: int


# The attributes of `ClientAccess`: all that decides about rights in a client's account.
ACCESS_FACTS = ("access_status", "poa_granted", "level", "grants")


def granted(grants: int) -> tuple[Grant, ...]:
    """The grants in a stored sum of bits, in the order of the vocabulary."""
    return tuple(grant for grant, bit in GRANT_BITS.items() if grants & bit)


def grant_bits(grants: frozenset[Grant] | tuple[Grant, ...]) -> int:
    """The stored sum of bits for some grants."""
    return sum(GRANT_BITS[grant] for grant in set(grants))


def capabilities(client: ClientAccess) -> frozenset[Capability]:
    """What the partner may do in a client's account at all: connected, PoA, level template plus grants."""
    if client.access_status != AccessStatus.ACTIVE or not client.poa_granted:
        return frozenset()
    extra = {GRANT_CAPABILITIES[grant] for grant in granted(client.grants)}
    return LEVEL_TEMPLATES[AccessLevel(client.level)] | extra


def held(viewer: Viewer, client: ClientAccess, *, assigned: bool) -> frozenset[Capability]:
    """The effective right: what one caller may do in a client's account (`assigned`: works on it now)."""
    allowed = capabilities(client)
    if viewer.kind is ViewerKind.INTEGRATION:
        return allowed & READING_CAPABILITIES if Scope.BOOKKEEPING_READ in viewer.scopes else frozenset()
    if not assigned and viewer.role not in ADMINS:
        return frozenset()
    return allowed if viewer.role in WORKERS else allowed & READING_CAPABILITIES
