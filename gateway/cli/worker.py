"""`gateway worker`: all background work, without serving."""

import signal
import sys

import click


@click.command()
def worker() -> None:
    """Do all background work until a stop signal, without serving; several may run at once.

    It sends mails, delivers webhooks, sees to what time changes, asks the platform for own companies, and prunes
    events. At GATEWAY_WORKER_PORT it answers /health/live, /health/ready and /metrics.
    """
    # A stop is no failure, also while everything is still being loaded.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from gateway.cli.environment import problems_told, settings

    chosen = settings()
    from gateway.worker import work

    with problems_told():
        work(chosen)
