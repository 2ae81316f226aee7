"""Opening a client's account."""

import strawberry

import resolvers.assigning
import resolvers.change_role
import resolvers.handover
import resolvers.inviting.again
import resolvers.inviting.answer
import resolvers.inviting.client
import resolvers.inviting.colleague
import resolvers.teaming
from schema.cost import FREE
from schema.field import change
from schema.payloads.handover import OpenClientAccountPayload
from schema.rules import WORKERS_ONLY


@strawberry.type(directives=FREE)
class HandoverMutations:
    open_client_account: OpenClientAccountPayload | None = change(
        "A one-time link into a client's account, valid for 60 seconds.",
        resolvers.handover.open_client_account,
        rule=WORKERS_ONLY,
    )
