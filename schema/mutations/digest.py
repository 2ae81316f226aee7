"""Digests, each colleague's own."""

import strawberry

import resolvers.digesting.choosing
from schema.cost import FREE
from schema.field import change
from schema.payloads.digest import SetClientDigestPayload, SetDigestPayload
from schema.rules import COLLEAGUES


@strawberry.type(directives=FREE)
class DigestMutations:
    set_digest: SetDigestPayload | None = change(
        "Chooses how often you get the digest of all clients that you see.",
        resolvers.digesting.choosing.set_digest,
        rule=COLLEAGUES,
    )
    set_client_digest: SetClientDigestPayload | None = change(
        "Chooses how often you get a digest of one client.",
        resolvers.digesting.choosing.set_client_digest,
        rule=COLLEAGUES,
    )
