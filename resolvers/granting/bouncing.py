"""What follows when the mail that asks a client for a grant comes back."""

from domain.vocabulary import GrantRequestStatus
from resolvers.granting.moving import status_now, write_back
from store.reading import Row
from store.tables import client, grant_request
from store.vault import secret_hash
from store.writing import UnitOfWork


async def note_bounced(work: UnitOfWork, mail: Row, secret: str | None, reason: str) -> None:
    """Whoever asked is told that nobody has seen the request, unless it was answered or ended since.

    It waits on: the client may grant it in its own account, and the firm may take it back. Of a mail that came back
    after it was sent the secret is gone; it was queued with the request.
    """
    known = {"token_hash": secret_hash(secret)} if secret else {"created_at": mail.created_at}
    waiting = {"grant": mail.params["grant"], "status": GrantRequestStatus.PENDING}
    found = await work.get(grant_request, lock=True, **known, **waiting)
    if found is None or found.bounced_at is not None or status_now(found, work) is not GrantRequestStatus.PENDING:
        return
    await work.update(grant_request, {"bounced_at": work.now}, id=found.id)
    named = ("grant_request.bounced", "GRANT_REQUEST", found.id)
    await work.record(*named, client_id=found.client_id, after={"bounced_at": work.now.isoformat()}, reason=reason)
    company = await work.get(client, id=found.client_id)
    if company is not None:
        said = {"grant": found.grant, "name": mail.to_name}
        await write_back(work, company, found.requested_by, "grant_request_bounced", said)
