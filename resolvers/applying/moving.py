"""The one way in which an application moves on: its state, its journal, and the mail that waits for an answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.agreement import VERSION
from domain.applying import APPLICATION, LIFETIME
from domain.vocabulary import ApplicationStatus, DueKind
from resolvers.applying.finding import status_now
from store.attention import file_due
from store.ids import new_id
from store.reading import Row
from store.tables import application
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

# The mail with which an application waits in each state.
_MAILS = {
    ApplicationStatus.INVITED: "practice_invite",
    ApplicationStatus.WEBINAR_SENT: "partner_webinar",
    ApplicationStatus.AGREEMENT_SENT: "partner_agreement",
}


async def begin(
    work: UnitOfWork,
    status: ApplicationStatus,
    columns: Mapping[str, Any],
    *,
    by: str | None = None,
    withheld: bool = False,
) -> UUID:
    """A new application that waits in a state, with its mail."""
    secret, id = new_secret(), new_id()
    row = dict(columns) | _fresh(work, status, secret) | {"id": id, "created_at": work.now}
    await work.insert(application, row)
    told = {name: value for name, value in row.items() if name in _TOLD and value is not None}
    first = ApplicationStatus.INVITED if status is ApplicationStatus.INVITED else APPLICATION.initial
    await work.record(f"application.{first.lower()}", "APPLICATION", id, after=told | _state(first, by))
    if first is not status:
        await _record(work, id, first, status)
    await _write(work, row, secret, withheld=withheld)
    # Looked at soon: the firm may be a partner already, which nobody finds out who has to wait for the answer.
    await file_due(work, DueKind.APPLICATION, {id: work.now})
    return id


async def send(work: UnitOfWork, row: Row, event: str, *, by: str | None = None) -> None:
    """Moves a locked application to a state in which it waits, and sends its mail with a new link; the old one dies."""
    status, secret = ApplicationStatus(row.status), new_secret()
    after = APPLICATION.after(event, status, "input", "applicationId")
    fresh = _fresh(work, after, secret)
    again = {"send_count": row.send_count + 1} if event == "resend" else {}
    await work.update(application, fresh | again, id=row.id)
    if event == "resend":
        sent = _state(after, by) | again
        await work.record("application.resent", "APPLICATION", row.id, before=_state(status), after=sent)
    else:
        await _record(work, row.id, status, after)
    await file_due(work, DueKind.APPLICATION, {row.id: work.now})
    await _write(work, dict(row._asdict()) | fresh, secret)


async def pass_through(work: UnitOfWork, row: Row, event: str, columns: Mapping[str, Any]) -> Row:
    """Moves a locked application to a state that it leaves in the same transaction; gives the row as it is then."""
    after = APPLICATION.after(event, ApplicationStatus(row.status))
    await work.update(application, dict(columns) | {"status": after}, id=row.id)
    await _record(work, row.id, row.status, after)
    return await work.get(application, id=row.id) or row


async def end(
    work: UnitOfWork,
    row: Row,
    event: str,
    columns: Mapping[str, Any] | None = None,
    *,
    reason: str | None = None,
    by: str | None = None,
    path: tuple[str, ...] = (),
) -> ApplicationStatus:
    """Moves a locked application to a state in which nothing more is awaited; raises `Refused` (WRONG_STATE)."""
    before = ApplicationStatus(row.status) if event == "expire" else status_now(row, work)
    after = APPLICATION.after(event, before, *path)
    await work.update(application, dict(columns or {}) | {"status": after, "ended_at": work.now}, id=row.id)
    await _record(work, row.id, row.status, after, reason=reason, by=by)
    return after


_TOLD = frozenset("email firm_name country registration_number contact_name phone client_count".split())


def _fresh(work: UnitOfWork, status: ApplicationStatus, secret: str) -> dict[str, Any]:
    times = {"sent_at": work.now, "expires_at": work.now + LIFETIME}
    version = {"agreement_version": VERSION} if status is ApplicationStatus.AGREEMENT_SENT else {}
    return {"status": status, "token_hash": secret_hash(secret), "bounced_at": None} | times | version


async def _record(
    work: UnitOfWork, id: UUID, before: str, after: str, *, reason: str | None = None, by: str | None = None
) -> None:
    was, told = _state(before), _state(after, by)
    await work.record(f"application.{after.lower()}", "APPLICATION", id, before=was, after=told, reason=reason)


def _state(status: str, by: str | None = None) -> dict[str, Any]:
    """What the journal keeps of a state; `by` is the operator who brought it about."""
    return {"status": status} | ({"operator": by} if by else {})


async def _write(work: UnitOfWork, row: Mapping[str, Any], secret: str, *, withheld: bool = False) -> None:
    invite = row.get("client_invite") or {}
    params = {
        "firm_name": row.get("firm_name"),
        "company_name": invite.get("company_name"),
        "message": invite.get("message"),
        "version": row.get("agreement_version"),
        "expires_at": row["expires_at"].isoformat(),
    }
    said = {name: value for name, value in params.items() if value is not None}
    kind, to = _MAILS[ApplicationStatus(row["status"])], (row["contact_name"], row["email"])
    await work.mail(kind, to, said, secret, withheld=withheld)
