"""Colleagues choose their own digests."""

from uuid import UUID

from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import AccessStatus, DigestFrequency
from loaders.client import client_by_id
from loaders.digest import digest_by_colleague_id, own_digest_by_client_id
from resolvers.choosing import me, one_locked
from resolvers.context import Info
from resolvers.digest import NoDigest
from resolvers.digesting.keeping import choose
from resolvers.inputs.digest import SetClientDigestInput, SetDigestInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.attention import ALL_CLIENTS
from store.reading import Row
from store.tables import client
from store.writing import UnitOfWork

_PLACE = ("input", "clientId")


@answering
async def set_digest(info: Info, input: SetDigestInput) -> Outcome:
    """One's own digest of all clients that one sees; what is so already stays."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        await choose(work, me(info.context), ALL_CLIENTS, input.frequency)
        return Outcome({"colleague": str(me(info.context))})

    return await mutate(info, input, act)


@answering
async def set_client_digest(info: Info, input: SetClientDigestInput) -> Outcome:
    """One's own digest of one client; it needs a client that is connected, and rests while one does not see it."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_locked(work, info.context, client_by_id, client, IdKind.CLIENT, input.client_id, *_PLACE)
        _check_connected(found, input.frequency)
        await choose(work, me(info.context), found.id, input.frequency)
        return Outcome({"client": str(found.id)})

    return await mutate(info, input, act)


async def chosen(root: Outcome, info: Info) -> Row | NoDigest | None:
    """The digest of all clients, as it is now; None where nothing was done."""
    if "colleague" not in root.values:
        return None
    found = await info.context.load(digest_by_colleague_id, UUID(root.values["colleague"]))
    return found or NoDigest()


async def chosen_of_client(root: Outcome, info: Info) -> Row | NoDigest | None:
    """The digest of the client, as it is now; None where nothing was done."""
    if "client" not in root.values:
        return None
    id = UUID(root.values["client"])
    return await info.context.load(own_digest_by_client_id, id) or NoDigest(id)


def _check_connected(seen: Row, frequency: DigestFrequency) -> None:
    if seen.access_status == AccessStatus.DISCONNECTED and frequency is not DigestFrequency.OFF:
        message = "The client is disconnected; there is nothing to tell of it any more."
        raise refuse(UserErrorCode.CLIENT_NOT_CONNECTED, message, *_PLACE)
