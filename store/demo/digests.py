"""The digests of the demo world's people: what they have chosen, and one that is ready to be sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.digest import following, latest
from domain.vocabulary import ColleagueStatus, DigestFrequency, DueKind, Role
from store.attention import ALL_CLIENTS
from store.demo.batch import Batch
from store.demo.dice import dice
from store.demo.firms import Firm, Person
from store.tables import digest, due, mail

_CHOSEN = {
    Role.OWNER: DigestFrequency.WEEKLY,
    Role.ADMIN: DigestFrequency.DAILY,
    Role.BOOKKEEPER: DigestFrequency.WEEKLY,
    Role.VIEWER: DigestFrequency.MONTHLY,
}


def add_digests(batch: Batch, firm: Firm, ids: Mapping[str, UUID], now: datetime) -> None:
    """Adds the digest of each active colleague, and that of the first into the mails that wait."""
    active = [person for person in firm.people if person.status is ColleagueStatus.ACTIVE]
    for place, person in enumerate(active):
        chosen = _digest(firm, person, ids[person.name], now)
        batch.add(digest, **chosen)
        batch.add(due, kind=DueKind.DIGEST, object_id=chosen["id"], at=chosen["next_at"])
        if place == 0:
            batch.add(mail, **_mail(firm, person, chosen["id"], now))


def _digest(firm: Firm, person: Person, colleague_id: UUID, now: datetime) -> dict[str, Any]:
    frequency, zone = _CHOSEN[person.role], firm.country.time_zone
    done = latest(frequency, now, zone)
    return {
        "id": dice("digest", firm.name, person.name).id(now),
        "colleague_id": colleague_id,
        "client_id": ALL_CLIENTS,
        "frequency": frequency,
        "done_on": done.day,
        "next_at": following(frequency, now, zone).at,
        "last_at": done.at,
    }


def _mail(firm: Firm, person: Person, digest_id: UUID, now: datetime) -> dict[str, Any]:
    return {
        "id": dice("digest mail", firm.name).id(now),
        "kind": "digest_portfolio",
        "to_name": person.name,
        "to_email": firm.email(person),
        "params": {},
        "status": "QUEUED",
        "created_at": now,
        "digest_id": digest_id,
        "due_at": now,
    }
