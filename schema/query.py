"""Contents page: everything that can be asked."""

import strawberry

import resolvers.academy
import resolvers.application
import resolvers.applying.preview
import resolvers.catalogue
import resolvers.client
import resolvers.company_search
import resolvers.connecting.links
import resolvers.granting.answering
import resolvers.inviting.preview
import resolvers.node
import resolvers.pricing
import resolvers.referring.previewing
import resolvers.viewer
from domain.vocabulary import Plan
from resolvers.node import MOST_NODES
from schema.academy import Academy
from schema.application import PartnerApplication
from schema.catalogue import Resource
from schema.client import Client
from schema.company_search import CompanyMatch
from schema.connection import Connection
from schema.cost import FIRST, FREE, PAGE, several, sliced
from schema.explanation import AccessExplanation, access_explanation
from schema.field import field
from schema.node import Node
from schema.partner import Partner
from schema.payloads.applying import ApplicationPreview
from schema.payloads.connecting import ConnectPreview
from schema.payloads.granting import GrantRequestPreview
from schema.payloads.invite import InvitePreview
from schema.payloads.referral import ReferralPreview
from schema.pricing import PlanPrice, PriceQuote
from schema.rules import ACADEMY, ANYONE, CLIENTS, COLLEAGUES, INVITE_CLIENTS, OPERATORS, PARTNER, PERSON
from schema.viewer import RateLimit, Viewer


@strawberry.type(description="Everything that can be asked.", directives=FREE)
class Query:
    viewer: Viewer | None = field("Who asks, and what they may do in the portal.", resolvers.viewer.viewer, rule=PERSON)
    rate_limit: RateLimit | None = field(
        "What you may still ask for in this minute.", resolvers.viewer.rate_limit, rule=PERSON, nullable=True
    )
    partner: Partner | None = field("The firm in use.", resolvers.viewer.partner, rule=PARTNER)
    client: Client | None = field("The client with an id.", resolvers.client.by_id, rule=CLIENTS, nullable=True)
    node: Node | None = field(
        "Any object by its id; null when it does not exist for you.", resolvers.node.node, rule=PERSON, nullable=True
    )
    nodes: list[Node | None] | None = field(
        "Objects by at most 50 ids, in their order; null where one does not exist for you.",
        resolvers.node.nodes,
        rule=PERSON,
        size=sliced("ids", most=MOST_NODES),
        arguments={"ids": "At most 50 opaque ids, of objects of any types."},
    )
    invite_preview: InvitePreview | None = field(
        "The open invite behind a link, for whoever has it; null for anything else.",
        resolvers.inviting.preview.invite_preview,
        rule=ANYONE,
        nullable=True,
    )
    connect_preview: ConnectPreview | None = field(
        "The unused connect link with a token, for whoever has it; null for anything else.",
        resolvers.connecting.links.connect_preview,
        rule=ANYONE,
        nullable=True,
    )
    grant_request_preview: GrantRequestPreview | None = field(
        "The living grant request behind a link, for whoever has it; null for anything else.",
        resolvers.granting.answering.grant_request_preview,
        rule=ANYONE,
        nullable=True,
    )
    referral_preview: ReferralPreview | None = field(
        "The open referral behind a link, for whoever has it; null for anything else.",
        resolvers.referring.previewing.referral_preview,
        rule=ANYONE,
        nullable=True,
    )
    company_search: list[CompanyMatch] | None = field(
        "Companies to invite, from a register: at most `first` (1 to 50) of a country, by number or words of the name.",
        resolvers.company_search.company_search,
        rule=INVITE_CLIENTS,
        size=FIRST,
        arguments={
            "country": "An ISO 3166-1 alpha-2 code, such as `DK`: whose register is searched.",
            "query": "2 to 200 characters, at most 10 words: a registration number, or words of the name.",
            "first": "How many at the most, 1 to 50.",
        },
    )
    access_explanation: AccessExplanation | None = field(
        "Why a colleague may or may not read `coordinate` (`Type.field`), on the way through a client where `clientId` "
        "names one. Admins ask about anybody, others about themselves; null for what does not exist for you.",
        access_explanation,
        rule=COLLEAGUES,
        nullable=True,
        arguments={
            "colleague_id": "Who would read it.",
            "coordinate": "A field of the schema, written `Type.field`.",
            "client_id": "The client on the way to it; left out, no client is looked at.",
        },
    )
    academy: Academy | None = field("Courses for the firm's people.", resolvers.academy.academy, rule=ACADEMY)
    resources: Connection[Resource] | None = field(
        "Material for the work with clients and the firm's own marketing, the last updated first.",
        resolvers.catalogue.resource_connection,
        rule=COLLEAGUES,
        size=PAGE,
    )
    price_plans: list[PlanPrice] | None = field(
        "What plans cost a client of `country` on the day `on`; by default in the firm's country, today.",
        resolvers.pricing.price_plans,
        rule=COLLEAGUES,
        size=several(len(Plan)),
    )
    application_preview: ApplicationPreview | None = field(
        "The application that waits behind a link, for whoever has it; null for anything else.",
        resolvers.applying.preview.application_preview,
        rule=ANYONE,
        nullable=True,
    )
    partner_applications: Connection[PartnerApplication] | None = field(
        "Firms' applications to become partners, newest first: all, or those in some states or of an e-mail address.",
        resolvers.application.connection,
        rule=OPERATORS,
        size=PAGE,
        arguments={"email": "Only applications with this e-mail address, in whatever case."},
    )
    price_quote: PriceQuote | None = field(
        "What one invoice for a plan comes to, with the partner's discount; `country` and `on` as for `pricePlans`.",
        resolvers.pricing.price_quote,
        rule=COLLEAGUES,
        arguments={
            "plan": "The plan to quote.",
            "user_count": "How many users, the included ones among them: from 1 to `maxUserCount` of the plan.",
            "billing_period": "How often it is paid.",
        },
    )
