"""The viewer: who asks, for which firm, and what the portal lets them do."""

from datetime import datetime

import strawberry

import resolvers.badge
import resolvers.digest
import resolvers.viewer
from domain.access import Ability, ViewerKind
from domain.ids import IdKind
from domain.vocabulary import MenuEntry, Role, Scope
from resolvers.relation import public_id
from schema.colleague import Colleague
from schema.connection import Connection
from schema.cost import FREE, OVER_ALL, PAGE, several
from schema.digest import Digest
from schema.field import field, plain
from schema.integration import Integration
from schema.partner import Partner
from schema.rules import COLLEAGUES, PARTNER
from schema.scalars import EmailAddress

can = resolvers.viewer.can


@strawberry.type(description="The person behind a token.", directives=FREE)
class Person:
    name: str | None = plain("As the issuer of the token says.")
    email: EmailAddress | None = plain("Verified by the issuer of the token.")


@strawberry.type(description="A firm in which the person is an active colleague.", directives=FREE)
class Membership:
    partner_id: strawberry.ID = plain(
        "The firm; send it in the header `Gateway-Partner`.", public_id(IdKind.PARTNER, "partner_id")
    )
    partner_name: str = plain("The name of the firm.")
    colleague_id: strawberry.ID = plain(
        "The `id` of the colleague that the person is there.", public_id(IdKind.COLLEAGUE, "colleague_id")
    )
    role: Role = plain("The role there.")


@strawberry.type(description="What the operations of a caller may cost within a minute.", directives=FREE)
class RateLimit:
    limit: int = plain("What they may cost altogether.")
    remaining: int = plain("What is left, without what this operation may cost.")
    reset_at: datetime = plain("When the next minute begins, with the whole limit.")
    cost: int = plain("What this operation may cost; what it did not cost in the end is given back.")


@strawberry.type(description="What the viewer can do in the portal.", directives=FREE)
class Abilities:
    see_inbound_invites: bool = plain("See invites from clients.", can(Ability.SEE_INBOUND_INVITES))
    see_partnership: bool = plain("See tier and money of the partnership.", can(Ability.SEE_PARTNERSHIP))
    manage_colleagues: bool = plain("Invite, change and deactivate colleagues.", can(Ability.MANAGE_COLLEAGUES))
    manage_teams: bool = plain("Create and change teams.", can(Ability.MANAGE_TEAMS))
    assign_others: bool = plain("Assign colleagues to clients.", can(Ability.ASSIGN_OTHERS))
    unassign_self: bool = plain("Stop working on a client.", can(Ability.UNASSIGN_SELF))
    invite_clients: bool = plain("Invite clients to the platform.", can(Ability.INVITE_CLIENTS))
    answer_inbound_invites: bool = plain("Accept or decline invites from clients.", can(Ability.ANSWER_INBOUND_INVITES))
    disconnect_clients: bool = plain("Stop looking after a client, for good.", can(Ability.DISCONNECT_CLIENTS))
    request_grants: bool = plain("Ask clients for grants.", can(Ability.REQUEST_GRANTS))
    open_client_accounts: bool = plain("Open accounts of assigned clients.", can(Ability.OPEN_CLIENT_ACCOUNTS))
    edit_company: bool = plain("Change the firm's details.", can(Ability.EDIT_COMPANY))
    manage_integrations: bool = plain("Manage integrations and webhooks.", can(Ability.MANAGE_INTEGRATIONS))
    read_audit_log: bool = plain("Read the whole audit log.", can(Ability.READ_AUDIT_LOG))


@strawberry.type(description="How much waits for you behind an entry of the menu.", directives=FREE)
class MenuBadge:
    entry: MenuEntry = plain("The entry behind which it waits.")
    count: int = plain("How much waits there; at least 1.")


@strawberry.type(description="Who asks, for which firm, and what the portal lets them do.", directives=FREE)
class Viewer:
    kind: ViewerKind = plain("As whom the request comes.", resolvers.viewer.kind)
    person: Person | None = plain("The person; empty for an integration.", resolvers.viewer.person)
    colleague: Colleague | None = plain("The membership in use.", resolvers.viewer.colleague)
    integration: Integration | None = plain("The integration, if one asks.", resolvers.viewer.integration)
    role: Role | None = plain("The role in the firm.", resolvers.viewer.role)
    scopes: list[Scope] = plain("What the integration may do.", resolvers.viewer.scopes)
    partner: Partner | None = field("The firm in use.", resolvers.viewer.partner, rule=PARTNER)
    memberships: list[Membership] = plain("All firms of the person.", resolvers.viewer.memberships, size=several(5))
    menu: list[MenuEntry] = plain("The portal's menu, as access allows.", resolvers.viewer.menu_entries)
    menu_badges: list[MenuBadge] | None = field(
        "What waits for you, by entry and in the menu's order; left out where nothing does. BOOKKEEPING: clients that "
        "you see with attention WARNING or CRITICAL. PENDING_CLIENTS: clients whose onboarding waits for the firm and, "
        "for admins, inbound invites without an answer. PEOPLE: for admins, colleagues' invites without an answer. "
        "ACADEMY: your courses to take again.",
        resolvers.badge.badges,
        rule=COLLEAGUES,
        cost=OVER_ALL,
        size=several(len(MenuEntry)),
    )
    can: Abilities = plain("What the portal lets the viewer do.", resolvers.viewer.viewer_of)
    digest: Digest | None = field("Your digest of all clients that you see.", resolvers.digest.own, rule=COLLEAGUES)
    client_digests: Connection[Digest] | None = field(
        "Your digests of single clients, by the client's name.",
        resolvers.digest.own_of_clients,
        rule=COLLEAGUES,
        size=PAGE,
    )
