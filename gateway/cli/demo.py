"""`gateway demo`: the demo firms, filled once."""

import sys
from typing import TYPE_CHECKING

import click

from gateway.cli.database import bring_up, run
from gateway.cli.welcome import welcome
from gateway.settings import Settings
from gateway.tokens import local_issuer
from gateway.wiring import store_of, utc_now
from store.demo.fill import fill_demo, has_demo
from store.vault import Vault

if TYPE_CHECKING:
    from rich.progress import Progress


def show(settings: Settings, *, quiet: bool) -> None:
    """Fills what is missing and prints the welcome, unless `quiet`; raises where no local issuer could sign tokens."""
    if not settings.local_issuer:
        raise click.ClickException("The demo needs the local issuer; it belongs to the development profile.")
    run(lambda: _fill(settings, local_issuer(settings).issuer))
    if quiet:
        return
    if settings.port:
        welcome(settings)
    else:
        click.echo("GATEWAY_PORT=0 takes a free port: `gateway serve --demo` prints the addresses, once it has one.")


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
