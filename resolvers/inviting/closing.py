"""Takes back the firm's own open invites that something else has made pointless."""

from domain.invite import CLIENT_INVITE
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.inviting.finding import status_now
from resolvers.inviting.sending import note_expired
from store.tables import invite
from store.writing import UnitOfWork


async def take_back_invites(work: UnitOfWork, country: str, registration_number: str, why: str) -> None:
    """Cancels what is open to a company; what has lapsed is noted as that."""
    key = {"country": country, "registration_number": registration_number}
    for row in await work.find(invite, lock=True, kind=InviteKind.CLIENT, status=InviteStatus.SENT, **key):
        if status_now(row, work) is InviteStatus.EXPIRED:
            await note_expired(work, row)
            continue
        after = CLIENT_INVITE.after("cancel", InviteStatus(row.status))
        await work.update(invite, {"status": after}, id=row.id)
        before = {"status": row.status}
        await work.record(
            "client_invite.cancelled", "INVITE", row.id, before=before, after={"status": after}, reason=why
        )
