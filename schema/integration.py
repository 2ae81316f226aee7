"""An integration: a machine client of the firm, its keys, and what it should stop using."""

from datetime import datetime

import strawberry

import resolvers.integration
from domain.ids import IdKind
from domain.vocabulary import IntegrationStatus, Scope
from domain.webhook import MOST_WEBHOOKS
from loaders.client import clients_by_integration_id
from loaders.colleague import colleague_by_id
from loaders.integration import deprecations_by_integration_id, keys_by_integration_id
from loaders.webhook import webhooks_by_integration_id
from resolvers.relation import column, first_of, public_id, related
from schema.cost import FIRST, several
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef, WebhookRef
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE


@strawberry.type(description="A public key with which an integration signs its assertions.")
class IntegrationKey:
    kid: str = plain("The name by which assertions say which key signed them.")
    algorithms: str = plain("What it may sign with, with commas between.", resolvers.integration.algorithms)
    created_at: datetime = plain("When it was registered.")


@strawberry.type(description="Something of the schema that will go, and that an integration uses still.")
class DeprecationUse:
    coordinate: str = plain("Which field, argument or value, for example `Type.field`.")
    reason: str = plain("Until when it stays, and what to use instead.")
    last_used_at: datetime = plain("When it was used last, to the minute.")


@strawberry.type(description="A machine client of the firm.")
class Integration(Node):
    id: strawberry.ID = plain("Opaque id, by which it is managed.", public_id(IdKind.INTEGRATION))
    name: str = plain("What the firm calls it; no two of its integrations have the same name.")
    client_id: str = plain("The name by which it signs in.")
    status: IntegrationStatus = plain("Whether it may sign in.", resolvers.integration.status)
    scopes: list[Scope] = plain("What it may do.", resolvers.integration.scopes)
    is_restricted: bool = plain("Whether it sees only some clients.")
    clients: list[ClientRef] | None = field(
        "The `first` of the clients chosen for it that you see, by name (at most 100); empty when it sees all.",
        first_of(clients_by_integration_id),
        rule=CLIENTS,
        size=FIRST,
    )
    expires_at: datetime | None = plain("When it ends.")
    created_at: datetime = plain("When it was made.")
    created_by: ColleagueRef | None = field(
        "Who made it.", related(colleague_by_id, "created_by"), rule=PEOPLE, nullable=True
    )
    last_used_at: datetime | None = plain("Its last request, to the minute.")
    secret_since: datetime | None = plain("Since when it has its secret.")
    previous_secret_ends_at: datetime | None = plain(
        "Until when the secret before is good as well.", column("old_secret_ends_at")
    )
    keys: list[IntegrationKey] = plain(
        "The keys that sign its assertions, oldest first.", related(keys_by_integration_id), size=several(5)
    )
    deprecations_used: list[DeprecationUse] = plain(
        "What it used of the schema although it will go, by coordinate.",
        related(deprecations_by_integration_id),
        size=several(20),
    )
    webhooks: list[WebhookRef] | None = field(
        "Where it is told of events, oldest first.",
        related(webhooks_by_integration_id),
        rule=ADMINS_ONLY,
        size=several(MOST_WEBHOOKS),
    )
    version: int = plain("Rises with every change.")
