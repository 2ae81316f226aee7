"""`gateway demo`: the demo firms, filled once, and how to look at them."""

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from gateway.cli.database import bring_up, run
from gateway.settings import Settings
from gateway.tokens import LocalIssuer, local_issuer
from gateway.wiring import store_of, utc_now
from store.demo.fill import fill_demo, has_demo
from store.demo.firms import DEMO_VIEWERS
from store.vault import Vault

if TYPE_CHECKING:
    from rich.progress import Progress

QUERY = (
    "{ viewer { role menu } partner { name bookkeepingOverview { attentionCounts { level clientCount } "
    "clients(first: 5) { nodes { name attention { level } } } } } }"
)


def show(settings: Settings) -> None:
    """Fills what is missing and prints the welcome; refuses where no local issuer could sign tokens."""
    if not settings.local_issuer:
        raise click.ClickException("The demo needs the local issuer; it belongs to the development profile.")
    issuer = local_issuer(settings)
    run(lambda: _fill(settings, issuer.issuer))
    _welcome(settings, issuer)


def _bars() -> "Progress":
    # Serving needs none of it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("clients"))
    return Progress(*columns, console=Console(file=sys.stderr))


async def _fill(settings: Settings, issuer: str) -> None:
    await bring_up(settings)
    store = store_of(settings)
    try:
        if await has_demo(store):
            return
        with _bars() as bars:
            tasks = {}

            def progress(firm: str, done: int, total: int) -> None:
                if firm not in tasks:
                    tasks[firm] = bars.add_task(firm, total=total)
                bars.update(tasks[firm], completed=done)

            await fill_demo(store, Vault(settings.secret_keys), utc_now(), progress, issuer=issuer)
    finally:
        await store.close()


def _welcome(settings: Settings, issuer: LocalIssuer) -> None:
    def mint(email: str) -> str:
        return issuer.mint(email, email=email, lifetime=timedelta(days=30))

    click.echo(f"\nPartner Gateway: {settings.public_url}/graphql")
    if settings.graphiql:
        click.echo(f"In a browser:    {settings.public_url}/")
    click.echo("\nTokens (valid for 30 days; more by `gateway token --as EMAIL`):\n")
    for viewer in DEMO_VIEWERS:
        click.echo(f"{viewer.label} <{viewer.email}>\n{mint(viewer.email)}\n")
    click.echo("A query to paste, as the first of them:\n")
    click.echo(_curl(settings, mint(DEMO_VIEWERS[0].email)))


def _curl(settings: Settings, token: str) -> str:
    return (
        f"curl -s {settings.public_url}/graphql \\\n"
        f"  -H 'Content-Type: application/json' \\\n"
        f"  -H 'Authorization: Bearer {token}' \\\n"
        f'  -d \'{{"query": "{QUERY}"}}\'\n'
    )
