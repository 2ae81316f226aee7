"""The firm, with its lists and overviews."""

from datetime import datetime

import strawberry

import resolvers.audit
import resolvers.billing
import resolvers.bookkeeping
import resolvers.client
import resolvers.integration
import resolvers.invite
import resolvers.leaver_report
import resolvers.people
import resolvers.webhook
from domain.ids import IdKind
from domain.vocabulary import SignalKind
from loaders.attention_rule import rules_by_partner_id
from loaders.own_company import own_company_by_partner_id
from loaders.partnership import partnership_by_partner_id
from resolvers.relation import public_id, related, same
from schema.assignment import Assignment
from schema.attention import AttentionRule
from schema.audit import AuditEvent
from schema.billing import Invoice
from schema.bookkeeping import BookkeepingOverview, MonthTotal
from schema.client import Client
from schema.colleague import Colleague
from schema.connection import Connection
from schema.cost import FREE, OVER_ALL, PAGE, several, sliced
from schema.field import field, plain
from schema.integration import Integration
from schema.invite import ClientInvite, InboundInvite, Invite
from schema.leaver_report import LeaverReport
from schema.node import Node
from schema.own_company import OwnCompany
from schema.partnership import Partnership
from schema.rules import ADMINS_ONLY, AUDIT, BILLING, BOOKKEEPING, CLIENTS, INVITES, PEOPLE
from schema.scalars import URL, CountryCode, CurrencyCode, EmailAddress
from schema.team import Team
from schema.webhook import WebhookDelivery


@strawberry.type(description="A postal address.", directives=FREE)
class Address:
    street: str | None = plain("Street and number.")
    postal_code: str | None = plain("Postal code, as it is written in the country.")
    city: str | None = plain("The town or city.")
    country: CountryCode = plain("The country as an ISO 3166-1 code.")


@strawberry.type(
    description="Clients that are not there yet, each with whose turn it is and since when.", directives=FREE
)
class PendingClients:
    outbound_invites: Connection[ClientInvite] | None = field(
        "Invites that the firm sent, newest first; unanswered ones unless a status is asked for.",
        resolvers.invite.outbound,
        rule=INVITES,
        size=PAGE,
        arguments={"status": "Only what stands there, in one of several; left out or empty, SENT."},
    )
    inbound_invites: Connection[InboundInvite] | None = field(
        "Invites that clients sent, newest first; unanswered ones unless a status is asked for.",
        resolvers.invite.inbound,
        rule=ADMINS_ONLY,
        size=PAGE,
        arguments={"status": "Only what stands there, in one of several; left out or empty, RECEIVED."},
    )
    onboarding: Connection[Client] | None = field(
        "Clients on their way to verification, by name; `waitingOn` chooses by whose turn it is.",
        resolvers.invite.onboarding,
        rule=CLIENTS,
        size=PAGE,
        arguments={
            "status": "Only clients whose onboarding stands there; left out or empty, all but VERIFIED and ABANDONED.",
            "waiting_on": "Only those whose turn it is; left out or empty, whoever it is.",
        },
    )


@strawberry.type(description="The accountancy firm.")
class Partner(Node):
    id: strawberry.ID = plain("Opaque id; send it in the header `Gateway-Partner`.", public_id(IdKind.PARTNER))
    name: str = plain("The name people use.")
    legal_name: str = plain("The registered name.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str = plain("Its number in the register of its country.")
    vat_number: str | None = plain("Its VAT number, where it has one.")
    currency: CurrencyCode = plain("The currency it works in.")
    time_zone: str = plain("Its IANA time zone.")
    email: EmailAddress | None = plain("Its e-mail address.")
    phone: str | None = plain("Its telephone number.")
    website: URL | None = plain("The address of its website.")
    address: Address = plain("Where it is.", same)
    cut_off_day: int = plain(
        "The day of the month by which the month before should be exported, unless an attention rule says otherwise."
    )
    bookkeepers_may_invite: bool = plain("Whether bookkeepers may invite clients.")
    created_at: datetime = plain("Since when it is a partner.")
    version: int = plain("Rises with every change.")
    clients: Connection[Client] | None = field(
        "The clients that you see, by name unless another order is asked for.",
        resolvers.client.connection,
        rule=CLIENTS,
        size=PAGE,
    )
    bookkeeping_overview: BookkeepingOverview | None = field(
        "The client list with signals, and totals.",
        resolvers.bookkeeping.overview,
        rule=BOOKKEEPING,
        arguments={"filter": "Over which clients; left out, all that you see."},
    )
    monthly_overview: list[MonthTotal] | None = field(
        "Submitted against exported expenses: `months` of them (1 to 24), oldest first, the last being the running "
        "one of the firm's time zone unless `endingWith` says otherwise.",
        resolvers.bookkeeping.monthly_overview,
        rule=BOOKKEEPING,
        cost=OVER_ALL,
        size=sliced("months"),
        arguments={
            "ending_with": "The last of the months; left out or null, the running one of the firm's time zone.",
            "filter": "Over which clients; left out, all that you see.",
        },
    )
    attention_rules: list[AttentionRule] | None = field(
        "When signals fire, for all clients that have no rules of their own.",
        related(rules_by_partner_id),
        rule=BOOKKEEPING,
        size=several(len(SignalKind)),
    )
    invoices: Connection[Invoice] | None = field(
        "What clients that you see pay for their plans, newest first; one client's with `clientId`.",
        resolvers.billing.invoice_connection,
        rule=BILLING,
        size=PAGE,
    )
    pending_clients: PendingClients | None = field("Clients that are not there yet.", same, rule=INVITES)
    invites: Connection[Invite] | None = field(
        "Invites of every kind that you see, newest first.",
        resolvers.invite.connection,
        rule=INVITES,
        size=PAGE,
        arguments={"kind": "Only invites of these kinds; left out or empty, of every kind."},
    )
    colleagues: Connection[Colleague] | None = field(
        "The firm's people, by name unless another order is asked for.",
        resolvers.people.colleague_connection,
        rule=PEOPLE,
        size=PAGE,
        arguments={
            "search": "Beginnings of at most 10 words of the name, or, for whoever may read it, the beginning of the "
            "e-mail address; neither case nor accents matter.",
            "role": "Only colleagues with one of these roles; left out or empty, with any.",
        },
    )
    teams: Connection[Team] | None = field(
        "The teams, by name.", resolvers.people.team_connection, rule=PEOPLE, size=PAGE
    )
    assignments: Connection[Assignment] | None = field(
        "Who works on which client that you see, oldest first; live ones unless a status is asked for.",
        resolvers.people.assignment_connection,
        rule=PEOPLE,
        size=PAGE,
        arguments={"status": "Only what stands there, in one of several; left out or empty, ACTIVE."},
    )
    leaver_report: LeaverReport | None = field(
        "Every client that a colleague reaches, and how; null where there is no such colleague.",
        resolvers.leaver_report.report,
        rule=ADMINS_ONLY,
        nullable=True,
        arguments={"colleague_id": "Whom it is about, of whatever status."},
    )
    audit_events: Connection[AuditEvent] | None = field(
        "Who changed what, newest first: admins see everything, bookkeepers what they did themselves.",
        resolvers.audit.connection,
        rule=AUDIT,
        size=PAGE,
    )
    integrations: Connection[Integration] | None = field(
        "The machine clients, newest first.", resolvers.integration.connection, rule=ADMINS_ONLY, size=PAGE
    )
    own_company: OwnCompany | None = field(
        "The firm's own account on the platform.", related(own_company_by_partner_id), rule=ADMINS_ONLY
    )
    partnership: Partnership | None = field(
        "How the firm stands with the platform.", related(partnership_by_partner_id), rule=ADMINS_ONLY
    )
    webhook_deliveries: Connection[WebhookDelivery] | None = field(
        "What webhooks were sent, or are to be, the last queued first; kept as long as events are.",
        resolvers.webhook.connection,
        rule=ADMINS_ONLY,
        size=PAGE,
    )
