"""A client: a company's spend account, as connected to the firm."""

from datetime import datetime

import strawberry

import resolvers.client
import resolvers.digest
from domain.ids import IdKind
from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    Capability,
    ClientStatus,
    CompanySize,
    Grant,
    OnboardingStatus,
    SignalKind,
    WaitingOn,
)
from loaders.assignment import assignments_by_client_id
from loaders.attention_rule import rules_by_client_id
from loaders.billing import invoices_by_client_id, subscription_by_client_id
from loaders.describing import notes_by_client_id, tags_by_client_id
from loaders.granting import grant_requests_by_client_id
from loaders.invite import invite_by_client_id
from loaders.team import teams_by_client_id
from resolvers.relation import column, first_of, public_id, related, same
from schema.attention import Attention, AttentionRule
from schema.billing import Invoice, Subscription
from schema.bookkeeping import MonthProgress, Wallet
from schema.cost import FIRST, FREE, several, sliced
from schema.describing import ClientNote
from schema.digest import Digest
from schema.field import field, plain
from schema.granting import GrantRequest
from schema.node import Node
from schema.refs import AssignmentRef, InviteRef, TeamRef
from schema.rules import BALANCES, BILLING, BOOKKEEPING, CLIENTS, COLLEAGUES, FIGURES, INVITES, PEOPLE, doing
from schema.scalars import URL, CountryCode, CurrencyCode, EmailAddress


@strawberry.type(description="The person at the client who answers the firm.", directives=FREE)
class ClientContact:
    name: str | None = plain("The person's full name.", column("admin_name"))
    email: EmailAddress | None = plain("The address that mails to them go to.", column("admin_email"))
    phone: str | None = plain("The person's telephone number.", column("admin_phone"))


@strawberry.type(
    description="The client's mandatory authorisation; without it the access is suspended.", directives=FREE
)
class PowerOfAttorney:
    is_granted: bool = plain("Whether it is granted now.", column("poa_granted"))
    changed_at: datetime | None = plain("When it was last granted or revoked.", column("poa_changed_at"))


@strawberry.type(description="What the client lets the firm do in its account.", directives=FREE)
class ClientAccess:
    status: AccessStatus = plain("Whether the access lives.", column("access_status"))
    level: AccessLevel = plain("The level, set by the client.")
    grants: list[Grant] = plain("Permissions on top of the level.", resolvers.client.grants)
    power_of_attorney: PowerOfAttorney = plain("The client's authorisation, without which nothing is allowed.", same)
    capabilities: list[Capability] = plain(
        "What the firm may do in the account, all factors taken together.", resolvers.client.partner_capabilities
    )


@strawberry.type(description="The way to a verified company.", directives=FREE)
class Onboarding:
    status: OnboardingStatus = plain("Where it stands.", column("onboarding_status"))
    is_complete: bool = plain("Whether the company is verified.", resolvers.client.is_onboarded)
    note: str | None = plain("What the reviewer asked for.", column("onboarding_note"))
    answer: str | None = plain("What the firm handed in for the client.", column("onboarding_answer"))
    waiting_on: WaitingOn | None = plain("Whose turn it is.")
    waiting_since: datetime | None = plain("Since when it is their turn; null when nobody's.")


@strawberry.type(description="What the viewer can do with this client: the firm's access and the viewer's own part.")
class ViewerCan:
    is_assigned: bool = plain("Works on this client.")
    open_account: bool = plain("May open the client's account now.")
    assign_self: bool = plain("May assign themselves first.")
    unassign_self: bool = plain("May stop working on this client.")
    request_grants: bool = plain("May ask the client for a grant.")
    capabilities: list[Capability] = plain("What the viewer may do in the account.")


@strawberry.type(description="Pages of the portal about this client.", directives=FREE)
class ClientLinks:
    details: URL = plain("The client's details.", resolvers.client.link(""))
    export: URL | None = field(
        "Where its expenses are exported.", resolvers.client.link("/export"), rule=doing(Capability.EXPORT_EXPENSES)
    )
    cash_management: URL | None = field(
        "Where its money is moved.", resolvers.client.link("/cash-management"), rule=doing(Capability.MOVE_MONEY)
    )
    users: URL | None = field(
        "The client's users.", resolvers.client.link("/users"), rule=doing(Capability.MANAGE_USERS)
    )
    cards: URL | None = field(
        "Where cards are ordered.", resolvers.client.link("/cards"), rule=doing(Capability.ORDER_CARDS)
    )
    spending_limits: URL | None = field(
        "Where spending limits are set.",
        resolvers.client.link("/spending-limits"),
        rule=doing(Capability.SET_SPENDING_LIMITS),
    )
    vendor_cards: URL | None = field(
        "Where cards for single vendors are ordered.",
        resolvers.client.link("/vendor-cards"),
        rule=doing(Capability.MANAGE_VENDOR_CARDS),
    )
    transfer_rules: URL | None = field(
        "Where rules for moving money are set.",
        resolvers.client.link("/transfer-rules"),
        rule=doing(Capability.MANAGE_TRANSFER_RULES),
    )
    reimbursements: URL | None = field(
        "Where people are paid back.",
        resolvers.client.link("/reimbursements"),
        rule=doing(Capability.SEND_REIMBURSEMENTS),
    )
    invoices: URL | None = field(
        "Where its invoices are paid.", resolvers.client.link("/invoices"), rule=doing(Capability.PAY_INVOICES)
    )


@strawberry.type(description="A company's spend account, as connected to the firm.")
class Client(Node):
    id: strawberry.ID = plain("Opaque id; stays the same as long as the client is known.", public_id(IdKind.CLIENT))
    name: str = plain("The name people use.")
    legal_name: str = plain("The registered name.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str = plain("Its number in the register of its country.")
    vat_number: str | None = plain("Its VAT number, where it has one.")
    currency: CurrencyCode = plain("The currency of its account.")
    time_zone: str = plain("Its IANA time zone; its months follow it.")
    company_size: CompanySize = plain("Number of employees.")
    industry: str | None = plain("What it does.")
    external_reference: str | None = plain("Its name or number in the firm's own books.")
    tags: list[str] = plain("The firm's own tags.", related(tags_by_client_id), size=several(20))
    notes: list[ClientNote] | None = field(
        "Its `first` notes, newest first (at most 100).", first_of(notes_by_client_id), rule=CLIENTS, size=FIRST
    )
    contact: ClientContact = plain("Whom to talk to.", same)
    status: ClientStatus = plain("Where it stands in the portal.")
    access: ClientAccess = plain("What it lets the firm do.", same)
    onboarding: Onboarding = plain("Its way to verification.", same)
    wallet: Wallet | None = field("The balance of its account, and what it spends.", same, rule=BALANCES)
    export_progress: list[MonthProgress] | None = field(
        "Submitted against exported expenses: `months` of them (1 to 24), the last being the running one of the "
        "client's time zone unless `endingWith` says otherwise.",
        resolvers.client.export_progress,
        rule=FIGURES,
        size=sliced("months"),
        arguments={
            "ending_with": "The last of the months; left out or null, the running one of the client's time zone."
        },
    )
    attention: Attention | None = field("What asks for work.", same, rule=BOOKKEEPING)
    attention_rules: list[AttentionRule] | None = field(
        "When signals fire for this client.",
        related(rules_by_client_id),
        rule=BOOKKEEPING,
        size=several(len(SignalKind)),
    )
    assignments: list[AssignmentRef] | None = field(
        "Who works on it now, oldest first.", related(assignments_by_client_id), rule=PEOPLE, size=several(5)
    )
    teams: list[TeamRef] | None = field(
        "Teams that work on it.", related(teams_by_client_id), rule=PEOPLE, size=several(3)
    )
    invite: InviteRef | None = field(
        "The invite that led to it.", related(invite_by_client_id), rule=INVITES, nullable=True
    )
    grant_requests: list[GrantRequest] | None = field(
        "What the firm asked for beyond the level and what the client offered: its `first`, newest first (at most "
        "100).",
        first_of(grant_requests_by_client_id),
        rule=CLIENTS,
        size=FIRST,
    )
    subscription: Subscription | None = field(
        "What it pays for.", related(subscription_by_client_id), rule=BILLING, nullable=True
    )
    invoices: list[Invoice] | None = field(
        "Its `first` invoices, newest first (at most 100).", first_of(invoices_by_client_id), rule=BILLING, size=FIRST
    )
    digest: Digest | None = field("Your own digest of this client alone.", resolvers.digest.of_client, rule=COLLEAGUES)
    viewer_can: ViewerCan = plain("What the viewer can do here.", resolvers.client.viewer_can)
    links: ClientLinks = plain("Pages of the portal.", same)
    facts_at: datetime | None = plain("The age of the platform's facts.")
    created_at: datetime = plain("Since when it is a client.")
    version: int = plain("Rises with every change.")
