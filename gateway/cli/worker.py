"""`gateway worker`: all background work, without serving."""

import asyncio
import signal

import click


@click.command()
def worker() -> None:
    """Do all background work until a stop signal, without serving; several may run at once.

    It sends mails, sees to what time changes, asks the platform for own companies, and prunes events.
    """
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.app import utc_now
    from gateway.background import working
    from gateway.cli.database import ready_store, run
    from store.vault import Vault

    async def work() -> None:
        stopped = asyncio.Event()
        for sent in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sent, stopped.set)
        async with ready_store(chosen) as store, working(chosen, store, Vault(chosen.secret_keys), utc_now):
            click.echo("Working.")
            await stopped.wait()

    run(work)
