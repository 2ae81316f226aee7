"""The open invites between the firm and a company, and how something else closes them."""

from collections.abc import Collection

from domain.invite import CLIENT_INVITE, OPEN
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.inviting.finding import locked, status_now
from resolvers.inviting.sending import note_expired
from store.reading import Row
from store.tables import invite
from store.writing import UnitOfWork


async def open_to(work: UnitOfWork, kinds: Collection[InviteKind], country: str, registration_number: str) -> list[Row]:
    """The open invites of some kinds between the firm and a company, locked; what has lapsed is noted as that."""
    found = []
    for seen in await work.find(
        invite, kind=kinds, status=OPEN, country=country, registration_number=registration_number
    ):
        row = await locked(work, seen.id, seen.invited_by)
        if row.status not in OPEN:
            continue
        if status_now(row, work) is InviteStatus.EXPIRED:
            await note_expired(work, row)
        else:
            found.append(row)
    return found


async def take_back_invites(work: UnitOfWork, country: str, registration_number: str, why: str) -> None:
    """Cancels what the firm has sent to a company."""
    for row in await open_to(work, [InviteKind.CLIENT], country, registration_number):
        after = CLIENT_INVITE.after("cancel", InviteStatus(row.status))
        await work.update(invite, {"status": after}, id=row.id)
        before = {"status": row.status}
        await work.record(
            "client_invite.cancelled", "INVITE", row.id, before=before, after={"status": after}, reason=why
        )
