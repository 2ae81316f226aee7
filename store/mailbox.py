"""The queue of mails: taken by whoever sends, settled once it is known what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Table, and_, select, update

from domain.vocabulary import ApplicationStatus, GrantRequestStatus, InviteStatus, ReferralStatus
from store.claiming import claim
from store.engine import Store
from store.reading import Reader, Row
from store.tables import application, grant_request, invite, mail, referral
from store.tenancy import Keys
from store.transaction import writing
from store.vault import secret_hash

WAITING = "QUEUED"
# Mails with a link: what each is about, and the state in which that waits for whoever follows it.
LINKS: Mapping[str, tuple[Table, str]] = {
    "client_invite": (invite, InviteStatus.SENT),
    "client_invite_reminder": (invite, InviteStatus.SENT),
    "colleague_invite": (invite, InviteStatus.SENT),
    "referral": (referral, ReferralStatus.SENT),
    "practice_invite": (application, ApplicationStatus.INVITED),
    "partner_webinar": (application, ApplicationStatus.WEBINAR_SENT),
    "partner_agreement": (application, ApplicationStatus.AGREEMENT_SENT),
    "grant_request": (grant_request, GrantRequestStatus.PENDING),
    "grant_confirmed": (grant_request, GrantRequestStatus.GRANTED),
    "grant_offer_granted": (grant_request, GrantRequestStatus.GRANTED),
}


async def take_due(store: Store, now: datetime, lease: timedelta, size: int = 20) -> Sequence[Row]:
    """Some mails that are due, of all partners; nobody else gets them before the lease is over.

    Whoever takes them and dies has delayed them by the lease, and one more attempt is counted.
    """
    due = (
        select(mail.c.partner_id, mail.c.id)
        .where(mail.c.status == WAITING, mail.c.due_at <= now)
        .order_by(mail.c.due_at)
        .limit(size)
    )
    statement = claim(mail, due, {"due_at": now + lease, "attempts": mail.c.attempts + 1})
    async with writing(store, Keys(worker=True)) as transaction:
        return await transaction.rows(statement)


async def settle(store: Store, row: Row, status: str, now: datetime, failure: str | None = None) -> None:
    """Notes what became of a mail; the secret of its link is wiped."""
    values = {"status": status, "settled_at": now, "failure": failure, "sealed_secret": None}
    await _change(store, row, values)


async def put_off(store: Store, row: Row, due_at: datetime, failure: str | None) -> None:
    """Leaves a mail in the queue until later."""
    await _change(store, row, {"due_at": due_at, "failure": failure})


async def requeue(store: Store, id: UUID, now: datetime) -> bool:
    """Tries a mail that was given up once more, as if it were new; tells whether there was one.

    One whose link had a secret cannot be sent again: that secret is wiped.
    """
    values = {"status": WAITING, "due_at": now, "attempts": 0, "settled_at": None, "failure": None}
    statement = update(mail).where(mail.c.id == id, mail.c.status == "DEAD").values(values)
    async with writing(store, Keys(worker=True)) as transaction:
        return await transaction.change(statement) == 1


async def sent_mail(store: Store, id: UUID) -> Row | None:
    """A mail that was handed over; None for any other id."""
    found = await _read(store, Keys(worker=True), select(mail).where(mail.c.id == id, mail.c.status == "SENT"))
    return next(iter(found), None)


async def came_back(store: Store, row: Row, now: datetime, failure: str) -> None:
    """Notes that a mail which was handed over came back."""
    values = {"status": "BOUNCED", "settled_at": now, "failure": failure}
    statement = update(mail).where(mail.c.partner_id == row.partner_id, mail.c.id == row.id, mail.c.status == "SENT")
    async with writing(store, Keys(worker=True)) as transaction:
        await transaction.change(statement.values(values))


async def mails(store: Store, statuses: Collection[str], size: int) -> Sequence[Row]:
    """The newest mails of all partners in some states, the last settled or due first."""
    newest = (mail.c.created_at.desc(), mail.c.id.desc())
    statement = select(mail).where(mail.c.status.in_(statuses)).order_by(*newest).limit(size)
    return await _read(store, Keys(worker=True), statement)


async def is_link_alive(store: Store, row: Row, secret: str, now: datetime) -> bool:
    """Whether the link of a mail still works: what it is about waits for it, and this is its newest link.

    Of a kind without a link, or one that a newer process has queued, nothing is known: that is sent.
    """
    if row.kind not in LINKS:
        return True
    table, state = LINKS[row.kind]
    is_it = and_(table.c.partner_id == row.partner_id, table.c.token_hash == secret_hash(secret))
    is_open = table.c.status == state
    if state != GrantRequestStatus.GRANTED:
        is_open = and_(is_open, table.c.expires_at > now)
    statement = select(table.c.id).where(is_it, is_open)
    return bool(await _read(store, Keys(partner_id=row.partner_id), statement))


async def _change(store: Store, row: Row, values: dict[str, Any]) -> None:
    where = (mail.c.partner_id == row.partner_id, mail.c.id == row.id, mail.c.status == WAITING)
    async with writing(store, Keys(worker=True)) as transaction:
        await transaction.change(update(mail).where(*where).values(values))


async def _read(store: Store, keys: Keys, statement: Executable) -> Sequence[Row]:
    reader = Reader(store, keys)
    try:
        return await reader.rows(statement)
    finally:
        await reader.close()
