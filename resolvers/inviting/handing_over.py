"""Invites to companies whose sender leaves: somebody else answers for them from then on."""

from collections.abc import Sequence
from itertools import cycle
from uuid import UUID

from domain.vocabulary import InviteKind, InviteStatus
from store.reading import Row
from store.tables import invite
from store.writing import UnitOfWork

# Those that came back wait, too: for a better address.
_UNSETTLED = (InviteStatus.SENT, InviteStatus.BOUNCED)


async def unsettled_invites(work: UnitOfWork, sender: UUID) -> Sequence[Row]:
    """Invites to companies that a colleague has sent, and of which something may still come; locked."""
    return await work.find(invite, lock=True, kind=InviteKind.CLIENT, status=_UNSETTLED, invited_by=sender)


async def hand_over(work: UnitOfWork, invites: Sequence[Row], successors: Sequence[UUID]) -> list[UUID]:
    """Gives locked invites to the successors by turns, as if they had sent them: who got each, in the same order.

    A successor sees the invite, hears what becomes of it, and works on the client that it brings.
    """
    given = list(zip(invites, cycle(successors), strict=False)) if successors else []
    for row, successor in given:
        await work.update(invite, {"invited_by": successor}, id=row.id)
        before, after = {"invited_by": row.invited_by}, {"invited_by": successor}
        await work.record("client_invite.handed_over", "INVITE", row.id, before=before, after=after)
    return [successor for _, successor in given]
