"""`gateway partner`: the first partner and owner of an installation, and all of its firms."""

from datetime import datetime

import click

from domain.ids import IdKind, encode
from gateway.cli.firm import Firm
from gateway.settings import Settings
from loaders.firm import firms_by_name
from resolvers.applying.founding import FirstOwner, NewFirm, Signature, found_firm
from store.engine import Store
from store.ids import new_id
from store.reading import Row
from store.vault import Vault
from store.writing import Actor, unit_of_work


async def create(store: Store, settings: Settings, now: datetime, firm: Firm) -> str:
    """Writes firm, owner and agreement in one transaction; returns what to tell the operator."""
    partner_id = new_id()
    signature = Signature(name=firm.owner_name, email=firm.owner_email)
    async with unit_of_work(store, partner_id, Actor("OPERATOR"), now, Vault(settings.secret_keys)) as work:
        if not await found_firm(work, _firm(firm), _owner(firm), signature):
            taken = f"A firm with the number {firm.registration_number} in {firm.country} exists already."
            raise click.ClickException(taken)
    public = encode(IdKind.PARTNER, partner_id)
    return f"Created {firm.name} ({public}); {firm.owner_name} <{firm.owner_email}> is its owner and can sign in."


async def listed(store: Store) -> list[str]:
    """A line for each firm, by name."""
    return [_line(row) for row in await firms_by_name(store)]


def _line(row: Row) -> str:
    number = f"{row.country}:{row.registration_number}"
    return f"{encode(IdKind.PARTNER, row.id)}  {number:15}  {row.created_at:%Y-%m-%d}  {row.name}"


def _firm(firm: Firm) -> NewFirm:
    return NewFirm(
        name=firm.name,
        legal_name=firm.legal_name,
        country=firm.country,
        registration_number=firm.registration_number,
        vat_number=firm.vat_number,
        currency=firm.currency,
        time_zone=firm.time_zone,
    )


def _owner(firm: Firm) -> FirstOwner:
    return FirstOwner(
        name=firm.owner_name, email=firm.owner_email, issuer=firm.owner_issuer, subject=firm.owner_subject
    )
