"""`gateway partner create`: the first partner and owner of an installation."""

from datetime import datetime
from typing import Any

import click

from domain.ids import IdKind, encode
from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from gateway.cli.firm import Firm
from gateway.settings import Settings
from store.engine import Store
from store.faults import Contended
from store.ids import new_id
from store.tables import colleague
from store.vault import Vault
from store.writing import Actor, unit_of_work


async def create(store: Store, settings: Settings, now: datetime, firm: Firm) -> str:
    """Writes firm and owner in one transaction; returns what to tell the operator."""
    partner_id, owner_id = new_id(), new_id()
    try:
        async with unit_of_work(store, partner_id, Actor("OPERATOR"), now, Vault(settings.secret_keys)) as work:
            await work.insert_partner(_partner_row(firm, partner_id, now))
            await work.insert(colleague, _owner_row(firm, owner_id, now))
            await work.record("partner.created", "PARTNER", partner_id, after={"name": firm.name})
            await work.record("colleague.activated", "COLLEAGUE", owner_id, after={"role": Role.OWNER.value})
    except Contended:
        taken = f"A firm with the number {firm.registration_number} in {firm.country} exists already."
        raise click.ClickException(taken) from None
    public = encode(IdKind.PARTNER, partner_id)
    return f"Created {firm.name} ({public}); {firm.owner_name} <{firm.owner_email}> is its owner and can sign in."


def _partner_row(firm: Firm, partner_id: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": partner_id,
        "name": firm.name,
        "legal_name": firm.legal_name or firm.name,
        "country": firm.country,
        "registration_number": firm.registration_number,
        "vat_number": firm.vat_number,
        "currency": firm.currency,
        "time_zone": firm.time_zone,
        "created_at": now,
    }


def _owner_row(firm: Firm, owner_id: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": owner_id,
        "name": firm.owner_name,
        "name_key": fold(firm.owner_name),
        "email": firm.owner_email,
        "role": Role.OWNER,
        "status": ColleagueStatus.ACTIVE,
        "issuer": firm.owner_issuer,
        "subject": firm.owner_subject,
        "activated_at": now,
        "created_at": now,
    }
