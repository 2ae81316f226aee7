"""The one way in which referrals change their state, and who is told."""

from typing import Any

from domain.referral import REFERRAL
from domain.vocabulary import ReferralStatus as Status
from resolvers.connecting.letters import write_to_sender
from store.reading import Row
from store.tables import referral
from store.writing import UnitOfWork


def status_now(row: Row, work: UnitOfWork) -> Status:
    """The status of a referral's row; one past its end has expired, whether or not anything noted it."""
    lapsed = row.status == Status.SENT and row.expires_at <= work.now
    return Status.EXPIRED if lapsed else Status(row.status)


async def move(work: UnitOfWork, row: Row, event: str, *path: str, **columns: Any) -> None:
    """Moves a locked referral on; who sent it is told, unless they did it themselves.

    Raises `Refused` (WRONG_STATE).
    """
    status = Status(row.status) if event == "expire" else status_now(row, work)
    after = REFERRAL.after(event, status, *path)
    await work.update(referral, columns | {"status": after, "ended_at": work.now}, id=row.id)
    before, now = {"status": row.status}, columns | {"status": after}
    # Not an entry about the client, whose side can be shown those: what it brings the firm is the firm's own.
    await work.record(f"referral.{after.lower()}", "REFERRAL", row.id, before=before, after=now)
    await _tell(work, row, after)


async def note_expired(work: UnitOfWork, row: Row) -> None:
    """Writes down that a locked, lapsed referral has expired."""
    await move(work, row, "expire")


async def _tell(work: UnitOfWork, row: Row, after: Status) -> None:
    said = {"company_name": row.company_name, "name": row.name}
    await write_to_sender(work, row.referred_by, f"referral_{after.lower()}", said)
