"""A digest: the mail that tells a colleague regularly how clients are."""

from datetime import datetime

import strawberry

from domain.vocabulary import DigestFrequency
from loaders.client import client_by_id
from resolvers.relation import related
from schema.cost import FREE
from schema.field import field, plain
from schema.refs import ClientRef
from schema.rules import CLIENTS


@strawberry.type(
    description="How often a colleague is told by mail how a client is, or all clients that they see.", directives=FREE
)
class Digest:
    frequency: DigestFrequency = plain("How often; OFF for never.")
    client: ClientRef | None = field(
        "The client; empty in the digest of all clients.",
        related(client_by_id, "client_id"),
        rule=CLIENTS,
        nullable=True,
    )
    next_at: datetime | None = plain("When it is due next: at 10:00 in the firm's time zone.")
    last_at: datetime | None = plain("When it was due last, unless it has been chosen anew since.")
