"""What the firm itself says of a client."""

import strawberry

import resolvers.describing
from schema.cost import FREE
from schema.field import change
from schema.payloads.describing import AddClientNotePayload, RemoveClientNotePayload, UpdateClientPayload
from schema.rules import WORKERS_ONLY


@strawberry.type(directives=FREE)
class DescribingMutations:
    update_client: UpdateClientPayload | None = change(
        "Another reference or other tags for a client.", resolvers.describing.update_client, rule=WORKERS_ONLY
    )
    add_client_note: AddClientNotePayload | None = change(
        "Writes a note on a client.", resolvers.describing.add_client_note, rule=WORKERS_ONLY
    )
    remove_client_note: RemoveClientNotePayload | None = change(
        "Removes a note: one's own, or as an admin anybody's.",
        resolvers.describing.remove_client_note,
        rule=WORKERS_ONLY,
    )
