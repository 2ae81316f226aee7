"""What the mutations about digests answer."""

import strawberry

import resolvers.digesting.choosing
from schema.cost import FREE
from schema.digest import Digest
from schema.field import plain
from schema.payload import Payload


@strawberry.type(description="The answer to `setDigest`.", directives=FREE)
class SetDigestPayload(Payload):
    digest: Digest | None = plain("Your digest of all clients, as it is now.", resolvers.digesting.choosing.chosen)


@strawberry.type(description="The answer to `setClientDigest`.", directives=FREE)
class SetClientDigestPayload(Payload):
    digest: Digest | None = plain(
        "Your digest of the client, as it is now.", resolvers.digesting.choosing.chosen_of_client
    )
