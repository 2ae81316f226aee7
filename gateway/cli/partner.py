"""`gateway partner create`: the first partner and owner of an installation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import click
from email_validator import EmailNotValidError, validate_email

from domain.ids import IdKind, encode
from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from gateway.settings import Settings
from store.engine import Store
from store.faults import Contended
from store.ids import new_id
from store.tables import colleague
from store.vault import Vault
from store.writing import Actor, unit_of_work

_OPTIONS = (
    ("--name", "The firm's name.", True),
    ("--legal-name", "Its registered name (default: the name).", False),
    ("--country", "ISO 3166-1 alpha-2 code, such as DK.", True),
    ("--registration-number", "Its number in the register of its country.", True),
    ("--vat-number", "Its VAT number.", False),
    ("--currency", "ISO 4217 code, such as DKK.", True),
    ("--time-zone", "IANA name, such as Europe/Copenhagen.", True),
    ("--owner-name", "The first owner's full name.", True),
    ("--owner-email", "The first owner's e-mail address, as the issuer of tokens verifies it.", True),
    ("--owner-issuer", "With --owner-subject: bind the owner to this token issuer.", False),
    ("--owner-subject", "With --owner-issuer: the owner's `sub` claim there.", False),
)


@dataclass(frozen=True)
class Firm:
    """What a firm and its owner need."""

    name: str
    country: str
    registration_number: str
    currency: str
    time_zone: str
    owner_name: str
    owner_email: str
    legal_name: str | None = None
    vat_number: str | None = None
    owner_issuer: str | None = None
    owner_subject: str | None = None


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The command's options."""
    for name, meaning, required in reversed(_OPTIONS):
        command = click.option(name, help=meaning, required=required)(command)
    return command


async def create(store: Store, settings: Settings, now: datetime, firm: Firm) -> str:
    """Writes firm and owner in one transaction; returns what to tell the operator."""
    email = _checked(firm)
    partner_id, owner_id = new_id(), new_id()
    try:
        async with unit_of_work(store, partner_id, Actor("OPERATOR"), now, Vault(settings.secret_keys)) as work:
            await work.insert_partner(_partner_row(firm, partner_id, now))
            await work.insert(colleague, _owner_row(firm, owner_id, email, now))
            await work.record("partner.created", "PARTNER", partner_id, after={"name": firm.name})
            await work.record("colleague.activated", "COLLEAGUE", owner_id, after={"role": Role.OWNER.value})
    except Contended:
        taken = f"A firm with the number {firm.registration_number} in {firm.country} exists already."
        raise click.ClickException(taken) from None
    public = encode(IdKind.PARTNER, partner_id)
    return f"Created {firm.name} ({public}); {firm.owner_name} <{email}> is its owner and can sign in."


def _checked(firm: Firm) -> str:
    problems = {
        "--country": len(firm.country) == 2 and firm.country.isalpha() and firm.country.isupper(),
        "--currency": len(firm.currency) == 3 and firm.currency.isalpha() and firm.currency.isupper(),
        "--time-zone": firm.time_zone in available_timezones(),
        "--name": 0 < len(firm.name.strip()) <= 200,
        "--registration-number": 0 < len(firm.registration_number.strip()) <= 40,
        "--owner-issuer": (firm.owner_issuer is None) == (firm.owner_subject is None),
    }
    for option, good in problems.items():
        if not good:
            meaning = next(text for name, text, _ in _OPTIONS if name == option)
            raise click.BadParameter(meaning, param_hint=option)
    try:
        return validate_email(firm.owner_email, check_deliverability=False).normalized.lower()
    except EmailNotValidError as invalid:
        raise click.BadParameter(str(invalid), param_hint="--owner-email") from None


def _partner_row(firm: Firm, partner_id: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": partner_id,
        "name": firm.name.strip(),
        "legal_name": (firm.legal_name or firm.name).strip(),
        "country": firm.country,
        "registration_number": firm.registration_number.strip(),
        "vat_number": firm.vat_number,
        "currency": firm.currency,
        "time_zone": firm.time_zone,
        "created_at": now,
    }


def _owner_row(firm: Firm, owner_id: Any, email: str, now: datetime) -> dict[str, Any]:
    return {
        "id": owner_id,
        "name": firm.owner_name.strip(),
        "name_key": fold(firm.owner_name),
        "email": email,
        "role": Role.OWNER,
        "status": ColleagueStatus.ACTIVE,
        "issuer": firm.owner_issuer,
        "subject": firm.owner_subject,
        "activated_at": now,
        "created_at": now,
    }
