"""The rows of a firm of the demo world and of its agreement, people, teams and integration."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from store.demo.batch import Batch
from store.demo.companies import slug
from store.demo.dice import Dice, dice
from store.demo.firms import Firm, Person
from store.demo.staff import Staff, Team
from store.tables import agreement, colleague, integration, team, team_member

_YEAR = 365


def partner_row(firm: Firm, now: datetime) -> dict[str, Any]:
    """The firm itself."""
    numbers = firm.country.numbers(firm.company_index, firm.town)
    throw = dice("firm", firm.name)
    return {
        "id": firm.id,
        "name": firm.name,
        "legal_name": firm.legal_name,
        "country": firm.country.code,
        "registration_number": numbers.registration,
        "vat_number": numbers.vat,
        "currency": firm.country.currency,
        "time_zone": firm.country.time_zone,
        "email": f"post@{firm.domain}",
        "phone": firm.country.phone(firm.company_index),
        "website": f"https://www.{firm.domain}",
        "street": firm.street,
        "postal_code": firm.postal_code,
        "city": firm.town,
        "cut_off_day": firm.cut_off_day,
        "bookkeepers_may_invite": firm.bookkeepers_may_invite,
        "created_at": throw.worked(now, firm.years * _YEAR, firm.country.time_zone),
    }


def add_agreement(batch: Batch, firm: Firm, now: datetime) -> None:
    """Adds the agreement by which the firm became a partner, signed by an owner on that day."""
    agreed_at = partner_row(firm, now)["created_at"]
    owner = next(person for person in firm.people if person.role is Role.OWNER)
    batch.add(
        agreement,
        id=dice("agreement", firm.name).id(agreed_at),
        version=f"{agreed_at.year}-1",
        agreed_at=agreed_at,
        signatory_name=owner.name,
        signatory_email=firm.email(owner),
        application_id=None,
    )


def add_people(batch: Batch, firm: Firm, now: datetime, issuer: str) -> dict[str, UUID]:
    """Adds colleagues and an integration; returns the colleagues' ids by name.

    Nobody is bound to a subject yet: whoever signs in first with a verified address is.
    """
    ids = {person.name: _add_person(batch, firm, person, now) for person in firm.people}
    throw = dice("integration", firm.name)
    created = throw.worked(now, 200, firm.country.time_zone)
    batch.add(
        integration,
        id=throw.id(created),
        name=firm.integration,
        name_key=fold(firm.integration),
        created_by=next(ids[person.name] for person in firm.people if person.role == Role.OWNER),
        issuer=issuer,
        client_id=f"{slug(firm.name)}-{slug(firm.integration)}",
        scopes=" ".join(firm.scopes),
        is_enabled=True,
        created_at=created,
    )
    return ids


def _add_person(batch: Batch, firm: Firm, person: Person, now: datetime) -> UUID:
    throw = dice("colleague", firm.name, person.name)
    moments = _life(throw, firm, person, now)
    own = throw.id(moments["created_at"])
    batch.add(
        colleague,
        id=own,
        name=person.name,
        name_key=fold(person.name),
        email=firm.email(person),
        job_title=person.job_title,
        role=person.role,
        status=person.status,
        **moments,
    )
    return own


def _life(throw: Dice, firm: Firm, person: Person, now: datetime) -> dict[str, Any]:
    zone = firm.country.time_zone
    is_waiting, is_gone = person.status is ColleagueStatus.INVITED, person.status is ColleagueStatus.DEACTIVATED
    invited = throw.worked(now, throw.randint(1, 4) if is_waiting else throw.randint(400, firm.years * _YEAR), zone)
    activated = None if is_waiting else invited + timedelta(hours=throw.randint(1, 3), minutes=throw.randrange(60))
    deactivated = throw.worked(now, throw.randint(20, 300), zone) if is_gone else None
    seen = now - timedelta(minutes=throw.randint(2, 300))
    return {
        "invited_at": invited,
        "activated_at": activated,
        "deactivated_at": deactivated,
        "last_seen_at": (deactivated or seen) if activated else None,
        "created_at": invited,
    }


def add_teams(batch: Batch, firm: Firm, ids: dict[str, UUID], now: datetime) -> Staff:
    """Adds the teams; returns who can work on clients."""
    teams = []
    for plan in firm.teams:
        throw = dice("team", firm.name, plan.name)
        created = throw.worked(now, 380, firm.country.time_zone)
        own, members = throw.id(created), tuple(ids[name] for name in plan.members)
        key = fold(plan.name)
        batch.add(team, id=own, name=plan.name, name_key=key, description=plan.description, created_at=created)
        for member in members:
            batch.add(team_member, team_id=own, colleague_id=member)
        teams.append(Team(own, members, plan.share, plan.groups))
    active = tuple((ids[p.name], p.role) for p in firm.people if p.status is ColleagueStatus.ACTIVE)
    gone = tuple(ids[person.name] for person in firm.people if person.status is ColleagueStatus.DEACTIVATED)
    return Staff(active, gone, tuple(teams))
