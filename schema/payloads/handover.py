"""What opening a client's account answers."""

from datetime import datetime

import strawberry

from loaders.client import client_by_id
from resolvers.outcome import Outcome, changed, unsealed
from schema.client import Client
from schema.cost import FREE
from schema.field import field, plain
from schema.payload import Payload
from schema.rules import CLIENTS
from schema.scalars import URL


def _expires_at(root: Outcome) -> datetime | None:
    stored = root.values.get("expires_at")
    return datetime.fromisoformat(stored) if stored else None


@strawberry.type(description="The answer to `openClientAccount`.", directives=FREE)
class OpenClientAccountPayload(Payload):
    url: URL | None = plain("Send the colleague's browser there; it works once.", unsealed("url"))
    expires_at: datetime | None = plain("Until when it works: 60 seconds.", _expires_at)
    client: Client | None = field(
        "The client, as it is now.", changed(client_by_id, "client"), rule=CLIENTS, nullable=True
    )
