"""`gateway person erase`: takes a person out of everything that is kept, of one firm or of all."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from domain.ids import IdKind, encode
from gateway.cli.firm import email_option
from gateway.cli.naming import partner_option, the_firm

if TYPE_CHECKING:
    from domain.erasure import Person
    from gateway.settings import Settings
    from store.engine import Store


class _DryRun(Exception):
    """Undoes the unit of work."""


@click.group()
def person() -> None:
    """Erase people."""


@person.command()
@click.option("--email", required=True, help="The address by which the person is known.")
@partner_option("Only from this firm, not from all that know the address")
@click.option("--reason", help="Why, without personal details; it stays in the audit trail.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be erased.")
def erase(email: str, partner: str | None, reason: str | None, dry_run: bool) -> None:
    """Erase a person who has left: records, mails, texts, events and audit details lose everything that tells of them.

    What people still need is refused: an active colleague, an open invite, the contact of a connected client. The
    audit chain still verifies afterwards. On PostgreSQL run VACUUM to have the pages rewritten soon. Ends with 0,
    or with 1 when nothing was erased.
    """
    address = email_option(email, "--email")
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings

    chosen = settings()

    async def work() -> bool:
        from gateway.mails.folder import LetterFolder
        from gateway.mails.service import folder_of
        from store.erasing import firms, forget

        async with ready_store(chosen) as store:
            ids = await firms(store) if partner is None else [await the_firm(store, partner)]
            erased = [await _in_firm(store, chosen, id, address, reason, dry_run) for id in ids]
            if not dry_run:
                await forget(store)
        letters = LetterFolder(folder_of(chosen))
        for who in erased:
            if who is not None and not dry_run:
                await letters.forget(who)
        return any(erased)

    if not run(work):
        raise click.ClickException(f"Nothing was erased: no firm has anything of {address} that may go.")


async def _in_firm(
    store: "Store", chosen: "Settings", id: UUID, address: str, reason: str | None, dry_run: bool
) -> "Person | None":
    """Erases from one firm and says who that was; None where there is nothing, or it is refused (which is told)."""
    from domain.errors import Refused, UserErrorCode
    from resolvers.erasing import erase_address
    from store.vault import Vault
    from store.writing import Actor, unit_of_work

    try:
        async with unit_of_work(store, id, Actor("OPERATOR"), datetime.now(UTC), Vault(chosen.secret_keys)) as work:
            outcome, who = await erase_address(work, address, reason)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    except Refused as refused:
        error = refused.errors[0]
        if error.code is not UserErrorCode.NOT_FOUND:
            click.echo(f"{encode(IdKind.PARTNER, id)}: refused. {error.message}", err=True)
        return None
    done = ", ".join(f"{outcome.values[name]} {name.replace('_', ' ')}" for name in _COUNTED)
    click.echo(f"{encode(IdKind.PARTNER, id)}: {'would erase' if dry_run else 'erased'} {done}.")
    return who


_COUNTED = ("records", "mails", "texts", "audit_details")
