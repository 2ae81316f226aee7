"""`gateway digest`: what a colleague's digest would say now."""

from datetime import UTC, datetime
from email.message import EmailMessage
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from domain.ids import IdKind
from gateway.cli.firm import email_option
from gateway.cli.naming import id_option, partner_option, the_firm

if TYPE_CHECKING:
    from gateway.settings import Settings
    from store.engine import Store


@click.group()
def digest() -> None:
    """Look at digests."""


@digest.command()
@partner_option("The firm", required=True)
@click.option("--as", "email", required=True, metavar="EMAIL", help="Whose digest: a colleague's e-mail address.")
@click.option("--client", metavar="ID", help="The digest of this client; else that of all clients.")
@click.option("--html", is_flag=True, help="The HTML of the mail instead of its text.")
def preview(partner: str, email: str, client: str | None, html: bool) -> None:
    """Print the digest that would be sent now; nothing is sent, and nothing changes.

    The link that ends the digest is left out. Ends with 1 when the colleague has not chosen such a digest, or it would
    not be sent: there is nothing to tell, the colleague has left, or does not see the client.
    """
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from store.attention import ALL_CLIENTS

    of = ALL_CLIENTS if client is None else id_option(IdKind.CLIENT, client, "--client")
    address, chosen = email_option(email, "--as"), settings()

    async def work() -> EmailMessage:
        async with ready_store(chosen) as store:
            return await _mail(store, chosen, await the_firm(store, partner), address, of)

    body: Any = run(work).get_body(("html" if html else "plain",))
    click.echo(body.get_content(), nl=False)


async def _mail(store: "Store", chosen: "Settings", partner_id: UUID, email: str, client_id: UUID) -> EmailMessage:
    from gateway.mails.service import letters_of
    from loaders.digest import digest_of
    from resolvers.digesting.content import content
    from store.reading import Reader
    from store.tenancy import Keys
    from store.vault import Vault

    reader, now = Reader(store, Keys(partner_id=partner_id)), datetime.now(UTC)
    try:
        found = await digest_of(reader, partner_id, email, client_id)
    finally:
        await reader.close()
    if found is None:
        raise click.ClickException(f"{email} has not chosen such a digest at this firm.")
    told = await content(store, Vault(chosen.secret_keys), partner_id, found, now)
    if told is None:
        raise click.ClickException("It would not be sent now: there is nothing to tell, or nobody to be told.")
    row: Any = SimpleNamespace(id=found, kind=told.kind, to_name=told.to_name, to_email=email, params={})
    return letters_of(chosen).write(row, None, now, told.said)
