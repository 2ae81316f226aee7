"""What the firms of the demo world have earned within the last year, whom they have referred, and where they stand."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from domain.attention_rules.deadlines import cut_off
from domain.months import months_ending
from domain.partnership import LIFETIME, Figures, book_of, closed_month, next_cut_off
from domain.referral import LIFETIME as REFERRAL_LIFETIME
from domain.vocabulary import (
    AccessStatus,
    DueKind,
    OnboardingStatus,
    PartnerTier,
    PointsKind,
    ReferralKind,
    ReferralStatus,
)
from store.demo.batch import Batch
from store.demo.dice import Dice, dice
from store.demo.firms import ELBKONTOR, FJORDLYS, GRANVIK, Firm
from store.demo.standing import Standing
from store.tables import due, partnership, points_entry, referral
from store.tier_book import tier_books

_ON_TIME = (0.8, 0.95)
_SINCE_DAYS = (100, 300)


class _Referral(NamedTuple):
    kind: ReferralKind
    status: ReferralStatus
    days_ago: int
    company: str
    person: str
    email: str
    message: str | None = None


_FIRM, _COMPANY = ReferralKind
_STORIES: dict[UUID, tuple[_Referral, ...]] = {
    FJORDLYS.id: (
        _Referral(_FIRM, ReferralStatus.JOINED, 160, "Havblik Revision", "Jonas Kruse", "jonas@havblik.example"),
        _Referral(_FIRM, ReferralStatus.EXPIRED, 210, "Lyng & Partnere", "Else Lyng", "else@lyng.example"),
        _Referral(_COMPANY, ReferralStatus.CANCELLED, 45, "Tang Tapas", "Maja Tang", "maja@tang.example"),
        _Referral(
            _FIRM,
            ReferralStatus.SENT,
            12,
            "Bakkely Bogføring",
            "Rikke Bakke",
            "rikke@bakkely.example",
            "We spoke about it at the conference; it saves us a day each month.",
        ),
    ),
    ELBKONTOR.id: (_Referral(_COMPANY, ReferralStatus.SENT, 5, "Deichwerk", "Uwe Deich", "uwe@deichwerk.example"),),
    GRANVIK.id: (
        _Referral(_FIRM, ReferralStatus.BOUNCED, 40, "Sundet Redovisning", "Karin Sund", "karin@sundet.example"),
    ),
}
# Some certificates of this firm have ended: it keeps the tier that it had for a while.
_AT_RISK = {ELBKONTOR.id: (PartnerTier.GOLD, timedelta(days=48))}


@dataclass
class Earnings:
    """What the clients of a firm bring in, noted one after the other."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    active: int = 0
    on_time: Counter[str] = field(default_factory=Counter)

    def note(self, standing: Standing, client_id: UUID) -> None:
        """One client: its points, and the months of which everything is exported."""
        story, ended = standing.story, standing.facts.created_at + LIFETIME
        if story.onboarding is OnboardingStatus.VERIFIED:
            given = _entry(standing.throw, PointsKind.CLIENT_CONNECTED, standing.facts.created_at, str(client_id))
            given |= {"client_id": client_id}
            self.entries += [given, *_taken_back(standing, given)] if ended > standing.now else []
        if story.access is AccessStatus.ACTIVE and standing.ledger:
            self.active += 1
            done = (month for month in standing.facts.months if 0 < month.submitted_count <= month.exported_count)
            self.on_time.update(month.month for month in done)


def add_partnership(
    batch: Batch,
    firm: Firm,
    ids: dict[str, UUID],
    earnings: Earnings,
    certificates: Iterable[dict[str, Any]],
    now: datetime,
) -> None:
    """Adds ledger and referrals of a firm, and the tier that follows from them."""
    throw = dice("partnership", firm.name)
    entries = [*earnings.entries, *_referrals(batch, firm, ids, throw, now)]
    entries += _months(firm, earnings, throw, now)
    for row in certificates:
        own = {"colleague_id": row["colleague_id"], "expires_at": row["expires_at"]}
        entries.append(_entry(throw, PointsKind.COLLEAGUE_CERTIFIED, row["issued_at"], str(row["id"])) | own)
    for row in entries:
        batch.add(points_entry, **row)
    live = [row for row in entries if row["expires_at"] > now]
    certified = {row["colleague_id"] for row in live if row["kind"] is PointsKind.COLLEAGUE_CERTIFIED}
    figures = Figures(sum(row["points"] for row in live), earnings.active, len(certified))
    ends = _stand(batch, firm, figures, throw, now)
    moments = [next_cut_off(now, firm.cut_off_day, firm.country.time_zone), *(row["expires_at"] for row in live)]
    batch.add(due, kind=DueKind.PARTNERSHIP, object_id=firm.id, at=min([*moments, *ends]))


def _stand(batch: Batch, firm: Firm, figures: Figures, throw: Dice, now: datetime) -> list[datetime]:
    """Adds the tier; gives the end of its grace, if there is one."""
    earned = book_of(tier_books(), now.date()).earned(figures)
    tier, left = _AT_RISK.get(firm.id, (earned, None))
    zone = firm.country.time_zone
    since = throw.worked(now, throw.randint(*_SINCE_DAYS), zone)
    falls_at = now + left if left else None
    closed = closed_month(now, firm.cut_off_day, zone)
    batch.add(partnership, tier=tier, since=since, falls_at=falls_at, closed_month=closed)
    return [falls_at] if falls_at else []


def _referrals(batch: Batch, firm: Firm, ids: dict[str, UUID], throw: Dice, now: datetime) -> Iterator[dict[str, Any]]:
    """Adds the referrals of the firm's first owner; gives the points for those that were won."""
    by = ids[firm.people[0].name]
    for each in _STORIES[firm.id]:
        at = throw.worked(now, each.days_ago, firm.country.time_zone)
        row = _referral(firm, each, throw, at, now) | {"referred_by": by}
        batch.add(referral, **row)
        if each.status is ReferralStatus.SENT:
            batch.add(due, kind=DueKind.REFERRAL, object_id=row["id"], at=row["expires_at"])
        if each.status is ReferralStatus.JOINED:
            won = _entry(throw, PointsKind.REFERRAL_WON, row["ended_at"], str(row["id"]))
            yield won | {"referral_id": row["id"]}


def _referral(firm: Firm, each: _Referral, throw: Dice, at: datetime, now: datetime) -> dict[str, Any]:
    ends = at + REFERRAL_LIFETIME
    fixed = {ReferralStatus.SENT: None, ReferralStatus.EXPIRED: ends, ReferralStatus.BOUNCED: at}
    ended = fixed.get(each.status, at + timedelta(days=20))
    return {
        "id": throw.id(at),
        "kind": each.kind,
        "status": each.status,
        "token_hash": throw.randbytes(32),
        "company_name": each.company,
        "name": each.person,
        "email": each.email,
        "country": firm.country.code,
        "message": each.message,
        "created_at": at,
        "expires_at": ends,
        "ended_at": ended,
    }


def _months(firm: Firm, earnings: Earnings, throw: Dice, now: datetime) -> Iterator[dict[str, Any]]:
    """A year of months: those of which the expenses are there as they are, older ones much the same."""
    zone = firm.country.time_zone
    for month in months_ending(closed_month(now, firm.cut_off_day, zone), 12):
        count = earnings.on_time[month] or round(earnings.active * throw.uniform(*_ON_TIME))
        at = cut_off(month, firm.cut_off_day, zone)
        row = _entry(throw, PointsKind.MONTH_ON_TIME, at, month)
        yield row | {"month": month, "clients": count, "points": row["points"] * count}


def _taken_back(standing: Standing, given: dict[str, Any]) -> list[dict[str, Any]]:
    if standing.left_at is None:
        return []
    row = _entry(standing.throw, PointsKind.CLIENT_LEFT, standing.left_at, given["cause"], -given["points"])
    return [row | {"client_id": given["client_id"], "expires_at": given["expires_at"]}]


def _entry(throw: Dice, kind: PointsKind, at: datetime, cause: str, points: int | None = None) -> dict[str, Any]:
    """An entry that counts for a year, with all its columns."""
    about = dict.fromkeys(("client_id", "colleague_id", "referral_id", "month", "clients"))
    worth = book_of(tier_books(), at.date()).points[kind] if points is None else points
    row = {"id": throw.id(at), "kind": kind, "cause": cause, "points": worth, "at": at, "expires_at": at + LIFETIME}
    return about | row
