"""The end of a connection, from either side: everything that hangs on it ends with it, the history stays."""

from uuid import UUID

from domain.connection import ACCESS, client_status
from domain.ids import IdKind
from domain.vocabulary import AccessStatus, AssignmentStatus, OnboardingStatus
from loaders.client import client_by_id
from resolvers.attention import refresh_attention
from resolvers.choosing import check_version, one_locked
from resolvers.connecting.letters import write_to_workers
from resolvers.context import Info
from resolvers.digesting.keeping import stop_all_of
from resolvers.earning.points import client_left
from resolvers.granting.moving import close_requests, write_to_client
from resolvers.inputs.connecting import DisconnectClientInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.closing import take_back_invites
from resolvers.ledger import Ledger
from resolvers.mutating import mutate
from resolvers.outcome import Json, Outcome
from store.reading import Row
from store.tables import assignment, client, colleague, handover, team_client
from store.writing import UnitOfWork

_PLACE = ("input", "clientId")
_CLIENTS_SIDE = ("CLIENT", "PLATFORM")


@answering
async def disconnect_client(info: Info, input: DisconnectClientInput) -> Outcome:
    """Ends the connection for good; the answer names what ends with it, in a dry run what would."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_locked(work, info.context, client_by_id, client, IdKind.CLIENT, input.client_id, *_PLACE)
        check_version(found, input.if_version)
        return Outcome({"client": str(found.id)} | await disconnect(work, found, reason))

    return await mutate(info, input, act)


async def locked_client(work: UnitOfWork, id: UUID) -> Row:
    """A client that is known to exist, locked."""
    found = await work.get(client, lock=True, id=id)
    if found is None:
        raise LookupError("a client is never deleted")
    return found


async def disconnect(work: UnitOfWork, found: Row, reason: str | None = None) -> Json:
    """Ends the connection to a locked client; names what ended: `assignments`, `teams`, `grant_requests`,
    `links`, `digests`.

    Raises `Refused` (WRONG_STATE) when it is over already.
    """
    after = ACCESS.after("disconnect", AccessStatus(found.access_status), *_PLACE)
    ended = await _end_all(work, found, reason)
    status = client_status(after, OnboardingStatus(found.onboarding_status))
    gone = {"access_status": after, "status": status, "waiting_on": None, "waiting_since": None}
    await work.update(client, gone, id=found.id)
    before, now = {"access_status": found.access_status, "status": found.status}, {"access_status": after}
    same = {"client_id": found.id, "reason": reason}
    await work.record("client.disconnected", "CLIENT", found.id, before=before, after=now, **same)
    if work.actor.kind not in _CLIENTS_SIDE:
        await write_to_client(work, found, "client_disconnected", {"reason": reason})
    await client_left(work, found.id)
    await refresh_attention(work, [found.id])
    return ended


async def _end_all(work: UnitOfWork, found: Row, reason: str | None) -> Json:
    """Ends whatever hangs on the connection to a locked client; whoever works on it is told when the client left."""
    if work.actor.kind in _CLIENTS_SIDE:
        params = {"company_name": found.name, "reason": reason} if reason else {"company_name": found.name}
        await write_to_workers(work, found.id, "client_left", params)
    why = reason or "The client was disconnected."
    ended = {
        "assignments": await _end_assignments(work, found, why),
        "teams": await _leave_teams(work, found),
        "grant_requests": [str(row.id) for row in await close_requests(work, found, why)],
        "links": await _dead_links(work, found),
        "digests": await stop_all_of(work, found.id, why),
    }
    await take_back_invites(work, found.country, found.registration_number, why)
    return ended


async def _end_assignments(work: UnitOfWork, found: Row, why: str) -> list[str]:
    """Nobody can be assigned to a client that is locked, so that whoever is found is everybody."""
    rows = await work.find(assignment, client_id=found.id, status=AssignmentStatus.ACTIVE)
    people = await work.find(colleague, id=[row.colleague_id for row in rows])
    ledger = Ledger(work, {found.id: found}, {row.id: row for row in people})
    await ledger.load()
    live = {pair: held for row in people if (held := ledger.live(pair := (found.id, row.id)))}
    ids = [str(held.id) for held in live.values()]
    for team_id in sorted({id for held in live.values() for id in held.team_ids}):
        await ledger.end(live, team_id, why)
    await ledger.end(live, None, why)
    return ids


async def _leave_teams(work: UnitOfWork, found: Row) -> list[str]:
    teams = [row.team_id for row in await work.find(team_client, client_id=found.id)]
    await work.delete(team_client, client_id=found.id)
    for id in teams:
        before = {"client_id": found.id}
        await work.record("team.client_removed", "TEAM", id, client_id=found.id, before=before)
    return [str(id) for id in teams]


async def _dead_links(work: UnitOfWork, found: Row) -> int:
    """Unused hand-over links; they need no change, for whoever follows one is judged by the rights of that moment."""
    unused = await work.find(handover, client_id=found.id, used_at=None)
    return sum(row.expires_at > work.now for row in unused)
