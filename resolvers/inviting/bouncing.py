"""What follows when the mail of an invite comes back."""

from datetime import datetime
from uuid import UUID

from domain.invite import MACHINES
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.inviting.letters import action_of, notify_inviter
from store.tables import invite
from store.writing import UnitOfWork


async def note_bounced(work: UnitOfWork, invite_id: UUID, queued_at: datetime) -> None:
    """The invite has bounced, unless it was answered, or sent again, since its mail was queued."""
    found = await work.get(invite, lock=True, id=invite_id)
    if found is None or found.status != InviteStatus.SENT or found.sent_at > queued_at:
        return
    after = MACHINES[InviteKind(found.kind)].after("bounce", InviteStatus.SENT)
    await work.update(invite, {"status": after}, id=found.id)
    before = {"status": found.status}
    await work.record(f"{action_of(found)}.bounced", "INVITE", found.id, before=before, after={"status": after})
    await notify_inviter(work, "bounced", found)
