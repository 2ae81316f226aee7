"""Payloads of what the firm itself says of a client."""

import strawberry

from loaders.client import client_by_id
from loaders.describing import note_by_id
from resolvers.outcome import changed, told
from schema.client import Client
from schema.cost import FREE
from schema.describing import ClientNote
from schema.field import field, plain
from schema.payload import Payload
from schema.rules import CLIENTS


def _client() -> Client | None:
    found: Client | None = field(
        "The client, as it is now.", changed(client_by_id, "client"), rule=CLIENTS, nullable=True
    )
    return found


@strawberry.type(description="The answer to `updateClient`.", directives=FREE)
class UpdateClientPayload(Payload):
    client: Client | None = _client()


@strawberry.type(description="The answer to `addClientNote`.", directives=FREE)
class AddClientNotePayload(Payload):
    note: ClientNote | None = field("The new note.", changed(note_by_id, "note"), rule=CLIENTS, nullable=True)
    client: Client | None = _client()


@strawberry.type(description="The answer to `removeClientNote`.", directives=FREE)
class RemoveClientNotePayload(Payload):
    removed_note_id: strawberry.ID | None = plain("The note that is gone.", told("removed"))
    client: Client | None = _client()
