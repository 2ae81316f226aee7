"""Invites of the demo world: to new clients, from clients, to colleagues, in every state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.access import GRANT_BITS
from domain.invite import CLIENT_INVITE_LIFETIME, COLLEAGUE_INVITE_LIFETIME, OPEN
from domain.vocabulary import (
    ADMINS,
    AccessLevel,
    ColleagueStatus,
    CompanySize,
    Grant,
    InviteKind,
    InviteStatus,
    OnboardingStatus,
    Role,
)
from store.demo.batch import Batch
from store.demo.companies import Company, company, mailbox
from store.demo.dice import Dice, dice
from store.demo.firms import FIRMS, Firm, Person
from store.demo.standing import Standing
from store.tables import invite

_FIRST_COMPANY = 60_000
_MESSAGE = "We would like to look after your company card and expenses. It takes five minutes to connect."
_NO_THANKS = "We have just signed with another firm."
_NO_CAPACITY = "We cannot take on another company this quarter."

_S = InviteStatus
# Status, days since it was sent, days from there to being opened and answered (None: never).
_OUTBOUND = (
    (_S.SENT, 1, None, None),
    (_S.SENT, 3, 1, None),
    (_S.SENT, 7, None, None),
    (_S.SENT, 11, 2, None),
    (_S.SENT, 28, 5, None),
    (_S.DECLINED, 20, 1, 4),
    (_S.CANCELLED, 33, None, 6),
    (_S.EXPIRED, 45, None, 30),
    (_S.EXPIRED, 61, 3, 30),
    (_S.BOUNCED, 5, None, 1),
)
_INBOUND = (
    (_S.RECEIVED, 2, None, None),
    (_S.RECEIVED, 6, 1, None),
    (_S.ACCEPTED, 90, 1, 2),
    (_S.DECLINED, 25, 1, 3),
    (_S.EXPIRED, 50, None, 30),
    (_S.WITHDRAWN, 14, None, 5),
)
_COLLEAGUES = ((_S.CANCELLED, 30, None, 2), (_S.EXPIRED, 41, 1, 7), (_S.BOUNCED, 8, None, 1))
_NO_OFFER = {"offered_level": None, "offered_grants": 0, "account_number": None, "is_verified": False}
_Course = tuple[InviteStatus, int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Inviting:
    """What all invites of a firm share; `ids` are its people's, by name."""

    firm: Firm
    ids: dict[str, UUID]
    now: datetime

    def inviters(self) -> tuple[UUID, ...]:
        """The active colleagues who may invite clients."""
        return self._active(ADMINS | {Role.BOOKKEEPER} if self.firm.bookkeepers_may_invite else ADMINS)

    def admins(self) -> tuple[UUID, ...]:
        """The active colleagues who may invite colleagues."""
        return self._active(ADMINS)

    def _active(self, roles: frozenset[Role]) -> tuple[UUID, ...]:
        people = (each for each in self.firm.people if each.status is ColleagueStatus.ACTIVE and each.role in roles)
        return tuple(self.ids[each.name] for each in people)


def on_platform() -> frozenset[tuple[str, str]]:
    """The companies (country, registration number) that invited a demo firm: they have accounts already."""
    count = len(_OUTBOUND + _INBOUND)
    places = range(_FIRST_COMPANY + len(_OUTBOUND), _FIRST_COMPANY + count)
    callers = [company(firm.country, place) for firm in FIRMS for place in places]
    return frozenset((caller.country.code, caller.registration_number) for caller in callers)


def add_invites(batch: Batch, inviting: Inviting) -> None:
    """Adds the invites that led to no client yet, and those to colleagues."""
    companies = (company(inviting.firm.country, _FIRST_COMPANY + place) for place in range(len(_OUTBOUND + _INBOUND)))
    for course in _OUTBOUND:
        _add_outbound(batch, inviting, next(companies), course)
    for course in _INBOUND:
        _add_inbound(batch, inviting, next(companies), course)
    _add_colleagues(batch, inviting)


def add_client_invites(batch: Batch, inviting: Inviting, standing: Standing, client_id: UUID) -> None:
    """Adds the invite that a client in onboarding came by."""
    facts, throw = standing.facts, dice("invite", standing.company.account_number)
    if facts.onboarding_status is not OnboardingStatus.VERIFIED:
        sent, opened = facts.created_at - timedelta(days=3, hours=2), facts.created_at - timedelta(minutes=25)
        row = _row(throw, InviteStatus.ACCEPTED, sent, opened, facts.created_at, CLIENT_INVITE_LIFETIME)
        by = throw.choice(inviting.inviters())
        batch.add(invite, **row, **_of_company(InviteKind.CLIENT, standing.company, by, client_id))


def _add_outbound(batch: Batch, inviting: Inviting, its: Company, course: _Course) -> None:
    throw = dice("invite", inviting.firm.name, its.account_number)
    about = _of_company(InviteKind.CLIENT, its, throw.choice(inviting.inviters()), None)
    if course[0] is InviteStatus.DECLINED:
        about["decline_reason"] = _NO_THANKS
    batch.add(invite, **_course(throw, inviting, course, CLIENT_INVITE_LIFETIME), **about)


def _add_inbound(batch: Batch, inviting: Inviting, its: Company, course: _Course) -> None:
    throw = dice("invite", inviting.firm.name, its.account_number)
    about = _of_company(InviteKind.INBOUND, its, None, None)
    if course[0] is InviteStatus.DECLINED:
        about["decline_reason"] = _NO_CAPACITY
    batch.add(invite, **_course(throw, inviting, course, CLIENT_INVITE_LIFETIME), **about)


def _add_colleagues(batch: Batch, inviting: Inviting) -> None:
    for person in inviting.firm.people:
        _add_colleague(batch, inviting, person)
    names = (("Nadia Berg", Role.BOOKKEEPER), ("Oskar Lang", Role.VIEWER), ("Clara Nordin", Role.BOOKKEEPER))
    for (name, role), course in zip(names, _COLLEAGUES, strict=True):
        throw = dice("invite", inviting.firm.name, name)
        address = f"{mailbox(name)}@{inviting.firm.domain}"
        row = _course(throw, inviting, course, COLLEAGUE_INVITE_LIFETIME)
        batch.add(invite, **row, **_of_colleague(name, address, role, None, throw.choice(inviting.admins())))


def _add_colleague(batch: Batch, inviting: Inviting, person: Person) -> None:
    """The invite by which a colleague came; the first owner came with the firm."""
    if person.role is Role.OWNER and person.status is ColleagueStatus.ACTIVE:
        return
    throw, own = dice("invite", inviting.firm.name, person.name), inviting.ids[person.name]
    is_waiting = person.status is ColleagueStatus.INVITED
    days = throw.randint(1, 4) if is_waiting else throw.randint(300, 380)
    course = (_S.SENT, days, None, None) if is_waiting else (_S.ACCEPTED, days, 1, 1)
    row = _course(throw, inviting, course, COLLEAGUE_INVITE_LIFETIME)
    about = _of_colleague(person.name, inviting.firm.email(person), person.role, own, throw.choice(inviting.admins()))
    batch.add(invite, **row, **about)


def _course(throw: Dice, inviting: Inviting, course: _Course, lifetime: timedelta) -> dict[str, Any]:
    status, days, opens, answers = course
    sent = throw.worked(inviting.now, days, inviting.firm.country.time_zone)
    opened = None if opens is None else sent + timedelta(days=opens, minutes=-13)
    answered = None if answers is None else sent + timedelta(days=answers)
    return _row(throw, status, sent, opened, answered, lifetime)


def _row(
    throw: Dice,
    status: InviteStatus,
    sent: datetime,
    opened: datetime | None,
    answered: datetime | None,
    lifetime: timedelta,
) -> dict[str, Any]:
    """The columns of time and state; nobody holds the secret of an open invite until it is sent again."""
    return {
        "id": throw.id(sent),
        "status": status,
        "token_hash": throw.randbytes(32) if status in OPEN else None,
        "sent_at": sent,
        "send_count": 1,
        "opened_at": opened,
        "expires_at": sent + lifetime,
        "stale_since": None,
        "answered_at": answered,
        "created_at": sent,
    }


def _of_company(kind: InviteKind, its: Company, by: UUID | None, client_id: UUID | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": its.admin_name,
        "email": its.admin_email,
        "phone": its.admin_phone,
        "message": _MESSAGE if kind is InviteKind.CLIENT else None,
        "company_name": its.name,
        "country": its.country.code,
        "registration_number": its.registration_number,
        "company_size": its.size,
        "role": None,
        "colleague_id": None,
        "client_id": client_id,
        "invited_by": by,
        "decline_reason": None,
        **(_offer(its) if kind is InviteKind.INBOUND else _NO_OFFER),
    }


def _offer(its: Company) -> dict[str, Any]:
    """What a company on the platform offers; the larger ones expect more of their accountants."""
    is_large = its.size in (CompanySize.MEDIUM, CompanySize.LARGE)
    return {
        "offered_level": AccessLevel.EXTENDED if is_large else AccessLevel.LIMITED,
        "offered_grants": GRANT_BITS[Grant.PAY_INVOICES] if is_large else 0,
        "account_number": its.account_number,
        "is_verified": True,
    }


def _of_colleague(name: str, email: str, role: Role, colleague_id: UUID | None, by: UUID) -> dict[str, Any]:
    nothing = ("phone", "message", "company_name", "country", "registration_number", "company_size", "client_id")
    about = dict.fromkeys((*nothing, "decline_reason"))
    return (
        about
        | _NO_OFFER
        | {
            "kind": InviteKind.COLLEAGUE,
            "name": name,
            "email": email,
            "role": role,
            "colleague_id": colleague_id,
            "invited_by": by,
        }
    )
