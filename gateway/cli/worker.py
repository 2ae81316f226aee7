"""`gateway worker`: all background work, without serving."""

import asyncio
import signal

import click


@click.command()
def worker() -> None:
    """Do all background work until a stop signal, without serving; several may run at once.

    It sends mails, delivers webhooks, sees to what time changes, asks the platform for own companies, and prunes
    events.
    """
    from gateway.cli.environment import settings

    chosen = settings()
    from prometheus_client import CollectorRegistry

    from gateway.background import working
    from gateway.cli.database import ready_store, run
    from gateway.webhooks.counts import WebhookCounts
    from gateway.webhooks.service import courier_of
    from gateway.wiring import contexts_of, engine_of, utc_now
    from store.vault import Vault

    vault, engine, counts = Vault(chosen.secret_keys), engine_of(chosen), WebhookCounts(CollectorRegistry())

    async def work() -> None:
        stopped = asyncio.Event()
        for sent in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sent, stopped.set)
        async with ready_store(chosen, may_be_newer=True) as store:
            courier = courier_of(chosen, store, engine, contexts_of(chosen, store), utc_now, counts)
            async with working(chosen, store, vault, utc_now, courier):
                click.echo("Working.")
                await stopped.wait()

    run(work)
