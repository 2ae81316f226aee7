"""What a firm asks of a client beyond the access level, or a client offers."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from domain.vocabulary import Grant, GrantDirection, GrantRequestStatus
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef
from schema.rules import CLIENTS, PEOPLE


@strawberry.type(description="The firm asks a client for a grant, or a client offers one.")
class GrantRequest(Node):
    id: strawberry.ID = plain("Opaque id of the request or offer.", public_id(IdKind.GRANT_REQUEST))
    client: ClientRef | None = field(
        "The client in whose account the grant counts.", related(client_by_id, "client_id"), rule=CLIENTS
    )
    grant: Grant = plain("What the firm may do once it is granted.")
    direction: GrantDirection = plain("Who came up with it.")
    status: GrantRequestStatus = plain("Where it stands.")
    message: str | None = plain("A personal message to whoever answers.")
    requested_by: ColleagueRef | None = field(
        "The colleague who asked; empty for an offer.",
        related(colleague_by_id, "requested_by"),
        rule=PEOPLE,
        nullable=True,
    )
    answered_by: ColleagueRef | None = field(
        "The colleague who answered an offer.", related(colleague_by_id, "answered_by"), rule=PEOPLE, nullable=True
    )
    reason: str | None = plain("Why it was declined or revoked.")
    created_at: datetime = plain("When it was asked for, or offered.")
    expires_at: datetime = plain("Until when it can be answered.")
    answered_at: datetime | None = plain("When it was granted or declined.")
    ended_at: datetime | None = plain("When it was cancelled or revoked, or had expired.")
    bounced_at: datetime | None = plain(
        "When the mail with the link came back: the address of the client's admin does not accept it."
    )
    version: int = plain("Rises with every change.")
