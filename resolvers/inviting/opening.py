"""What comes to be when a company accepts: the client, its words, its signals, and who works on it."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from domain.access import grant_bits
from domain.attention import Attention
from domain.attention_rules import Signal
from domain.company import usual
from domain.connection import client_status
from domain.onboarding import ONBOARDING, WAITING_ON
from domain.text import fold, words
from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    ColleagueStatus,
    Grant,
    InviteKind,
    OnboardingStatus,
    Role,
    SignalKind,
)
from resolvers.attention import refresh_attention
from resolvers.earning.points import client_connected
from resolvers.ledger import Why, add_source
from store.ids import new_id
from store.reading import Row
from store.tables import client, client_word, colleague, signal
from store.writing import UnitOfWork

_REASONS = {InviteKind.CLIENT: "Invited the client.", InviteKind.INBOUND: "Accepted the client."}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the company's admin agreed to; a company that is on the platform already has an account, maybe verified."""

    name: str
    phone: str | None
    level: AccessLevel
    grants: tuple[Grant, ...]
    start: OnboardingStatus = ONBOARDING.initial
    account_number: str | None = None


async def open_client(work: UnitOfWork, invite: Row, terms: Terms, worker_id: UUID | None) -> Row:
    """The new client of a locked invite; `worker_id` works on it (who invited it, so that they see it)."""
    worker = await _worker(work, worker_id)
    row = _company(work, invite) | _agreed(work, terms)
    row |= {"account_number": terms.account_number} if terms.account_number else {}
    await work.insert(client, row | {"attention_order": Attention().order})
    found = words(row["name"], row["legal_name"], row["registration_number"])
    await work.insert(client_word, [{"client_id": row["id"], "word": word} for word in sorted(found)])
    same = {"client_id": row["id"], "name_key": row["name_key"], "currency": row["currency"]}
    await work.insert(signal, [asdict(Signal(kind)) | same for kind in SignalKind])
    told = {"status": row["status"], "level": terms.level, "grants": list(terms.grants), "poa_granted": True}
    await work.record("client.created", "CLIENT", row["id"], client_id=row["id"], after=told)
    if worker is not None:
        await add_source(work, row["id"], worker.id, Why(reason=_REASONS[invite.kind]))
    else:
        await refresh_attention(work, [row["id"]])
    opened = await work.get(client, id=row["id"])
    if opened is None:
        raise LookupError("a client that was just inserted")
    if terms.start is OnboardingStatus.VERIFIED:
        await client_connected(work, opened)
    return opened


def _company(work: UnitOfWork, invite: Row) -> dict[str, Any]:
    id, there = new_id(), usual(invite.country)
    return {
        "id": id,
        "name": invite.company_name,
        "name_key": fold(invite.company_name),
        "legal_name": invite.company_name,
        "country": invite.country,
        "registration_number": invite.registration_number,
        "currency": there.currency,
        "time_zone": there.time_zone,
        "company_size": invite.company_size,
        "admin_email": invite.email,
        "account_number": f"SP-{invite.country}{id.hex[-12:].upper()}",
        "created_at": work.now,
    }


def _agreed(work: UnitOfWork, terms: Terms) -> dict[str, Any]:
    return {
        "admin_name": terms.name,
        "admin_phone": terms.phone,
        "status": client_status(AccessStatus.ACTIVE, terms.start),
        "access_status": AccessStatus.ACTIVE,
        "level": terms.level,
        "grants": grant_bits(terms.grants),
        "poa_granted": True,
        "poa_changed_at": work.now,
        "onboarding_status": terms.start,
        "waiting_on": WAITING_ON[terms.start],
        "waiting_since": work.now if WAITING_ON[terms.start] else None,
    }


async def _worker(work: UnitOfWork, id: UUID | None) -> Row | None:
    if id is None:
        return None
    person = await work.get(colleague, id=id)
    works = person is not None and person.status == ColleagueStatus.ACTIVE and person.role != Role.VIEWER
    return person if works else None
