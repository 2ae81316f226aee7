"""What follows when a mail comes back: whoever counts on it is told, and nobody is written to in vain for ever."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from domain.vocabulary import ReferralStatus
from resolvers.connecting.letters import admins_of
from resolvers.digesting.keeping import stop_all_for
from resolvers.granting.bouncing import note_bounced as grant_request_bounced
from resolvers.inviting.bouncing import note_bounced as invite_bounced
from resolvers.referring.moving import move, status_now
from store.mailbox import LINKS
from store.reading import Row
from store.tables import application, colleague, digest, referral
from store.vault import secret_hash
from store.writing import UnitOfWork

_NO_MAIL = "The address does not accept mail."


async def note_bounced(work: UnitOfWork, mail: Row, secret: str | None) -> None:
    """Notes it where the mail's link was the newest one, `secret`, or where it was a digest; a notice is let go.

    Of a mail that came back after it was sent the secret is gone: what waits for its recipient is meant.
    """
    if mail.invite_id:
        await invite_bounced(work, mail.invite_id, mail.created_at)
    elif mail.digest_id:
        await _digest(work, mail.digest_id)
    elif mail.kind == "grant_request":
        await grant_request_bounced(work, mail, secret, _NO_MAIL)
    elif mail.kind in _ABOUT:
        known = (
            {"token_hash": secret_hash(secret)} if secret else {"email": mail.to_email, "status": LINKS[mail.kind][1]}
        )
        await _ABOUT[mail.kind](work, known)


async def _referral(work: UnitOfWork, known: Mapping[str, Any]) -> None:
    """It is over, and whoever sent it is told; one with a better address can be sent at once."""
    found = await work.get(referral, lock=True, **known)
    if found is not None and status_now(found, work) is ReferralStatus.SENT:
        await move(work, found, "bounce")


async def _application(work: UnitOfWork, known: Mapping[str, Any]) -> None:
    """It waits on: operators see it, who can send the mail again once the address works, or reject it."""
    found = await work.get(application, lock=True, **known)
    if found is not None and found.bounced_at is None:
        await work.update(application, {"bounced_at": work.now}, id=found.id)
        after = {"bounced_at": work.now.isoformat()}
        await work.record("application.bounced", "APPLICATION", found.id, after=after, reason=_NO_MAIL)


async def _digest(work: UnitOfWork, digest_id: UUID) -> None:
    """All digests of whoever cannot be reached end; the firm's other admins are told, once."""
    found = await work.get(digest, id=digest_id)
    person = await work.get(colleague, lock=True, id=found.colleague_id) if found else None
    if person is not None and await stop_all_for(work, person.id, _NO_MAIL):
        said = {"name": person.name, "email": person.email}
        for admin in await admins_of(work):
            if admin.id != person.id:
                await work.mail("colleague_unreachable", (admin.name, admin.email), said)


_ABOUT: Mapping[str, Callable[[UnitOfWork, Mapping[str, Any]], Awaitable[None]]] = {
    "referral": _referral,
    "practice_invite": _application,
    "partner_webinar": _application,
    "partner_agreement": _application,
}
