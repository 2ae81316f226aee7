"""`gateway partner`: makes firms with their first owners, lists them, and gives one another owner."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from domain.ids import IdKind, encode
from gateway.cli.firm import Firm, email_option, options
from gateway.cli.naming import partner_option, the_firm

if TYPE_CHECKING:
    from gateway.settings import Settings
    from resolvers.applying.founding import FirstOwner, NewFirm
    from store.engine import Store
    from store.reading import Row


@click.group()
def partner() -> None:
    """Create and list firms, and give them owners."""


@partner.command()
@options
def create(**given: str | None) -> None:
    """Create a firm with its first owner, who signs in with the given e-mail address."""
    from gateway.cli.environment import settings

    firm, chosen = Firm(**given).checked(), settings()  # type: ignore[arg-type]
    from gateway.cli.database import ready_store, run

    async def work() -> str:
        async with ready_store(chosen) as store:
            return await _create(store, chosen, firm)

    click.echo(run(work))


@partner.command("list")
def list_firms() -> None:
    """List the firms by name: id, country and register number (either names it in `--partner`), since when, name."""
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.database import ready_store, run
    from loaders.firm import firms_by_name

    async def work() -> list[str]:
        async with ready_store(chosen) as store:
            return [_line(row) for row in await firms_by_name(store)]

    lines = run(work)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("There are no firms yet: `gateway partner create` makes one.", err=True)


@partner.command()
@partner_option("The firm", required=True)
@click.option("--email", required=True, help="The address of the active colleague who becomes an owner.")
@click.option("--instead-of", metavar="EMAIL", help="An owner who becomes an admin, for the new one to deactivate.")
@click.option("--reason", required=True, help="Why; it stays in the firm's audit trail.")
def owner(partner: str, email: str, instead_of: str | None, reason: str) -> None:
    """Make a colleague an owner, for a firm in which no owner can do so any more.

    Owners hand over by themselves (`changeColleagueRole`); this is for one who has died, or left without a word.
    """
    heir = email_option(email, "--email")
    former = email_option(instead_of, "--instead-of") if instead_of is not None else None
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings

    chosen = settings()

    async def work() -> None:
        async with ready_store(chosen) as store:
            await _make_owner(store, chosen, await the_firm(store, partner), heir, former, reason)

    run(work)
    click.echo(f"{heir} is an owner now" + (f", {former} an admin, whom they can deactivate." if former else "."))


async def _create(store: "Store", chosen: "Settings", firm: Firm) -> str:
    """Writes firm, owner and agreement in one transaction; returns what to tell the operator."""
    from resolvers.applying.founding import Signature, found_firm
    from store.ids import new_id
    from store.vault import Vault
    from store.writing import Actor, unit_of_work

    partner_id, now = new_id(), datetime.now(UTC)
    signature = Signature(name=firm.owner_name, email=firm.owner_email)
    async with unit_of_work(store, partner_id, Actor("OPERATOR"), now, Vault(chosen.secret_keys)) as work:
        if not await found_firm(work, _firm(firm), _owner(firm), signature):
            taken = f"A firm with the number {firm.registration_number} in {firm.country} exists already."
            raise click.ClickException(taken)
    public = encode(IdKind.PARTNER, partner_id)
    return f"Created {firm.name} ({public}); {firm.owner_name} <{firm.owner_email}> is its owner and can sign in."


async def _make_owner(store: "Store", chosen: "Settings", id: UUID, heir: str, former: str | None, reason: str) -> None:
    from domain.errors import Refused
    from resolvers.change_role import make_owner
    from store.vault import Vault
    from store.writing import Actor, unit_of_work

    try:
        async with unit_of_work(store, id, Actor("OPERATOR"), datetime.now(UTC), Vault(chosen.secret_keys)) as work:
            await make_owner(work, heir, former, reason)
    except Refused as refused:
        raise click.ClickException(refused.errors[0].message) from None


def _line(row: "Row") -> str:
    number = f"{row.country}:{row.registration_number}"
    return f"{encode(IdKind.PARTNER, row.id)}  {number:24}  {row.created_at:%Y-%m-%d}  {row.name}"


def _firm(firm: Firm) -> "NewFirm":
    from resolvers.applying.founding import NewFirm

    return NewFirm(
        name=firm.name,
        legal_name=firm.legal_name,
        country=firm.country,
        registration_number=firm.registration_number,
        vat_number=firm.vat_number,
        currency=firm.currency,
        time_zone=firm.time_zone,
    )


def _owner(firm: Firm) -> "FirstOwner":
    from resolvers.applying.founding import FirstOwner

    return FirstOwner(
        name=firm.owner_name, email=firm.owner_email, issuer=firm.owner_issuer, subject=firm.owner_subject
    )
