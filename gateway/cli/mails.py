"""`gateway mails`: what waits, what was given up, and trying again."""

from datetime import UTC, datetime
from uuid import UUID

import click

_STATES = ("QUEUED", "SENT", "BOUNCED", "DEAD", "POINTLESS")


@click.group()
def mails() -> None:
    """Look at the queue of mails."""


@mails.command("list")
@click.option("--dead", is_flag=True, help="Only mails that were given up (the same as --state DEAD).")
@click.option("--state", type=click.Choice(_STATES, case_sensitive=False), multiple=True, help="Only these states.")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
def list_mails(dead: bool, state: tuple[str, ...], most: int) -> None:
    """List mails, newest first: state, when due or settled, attempts, kind, id, and why it failed."""
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from store.mailbox import mails as read

    chosen, states = settings(), ("DEAD",) if dead else state or _STATES

    async def work() -> None:
        async with ready_store(chosen) as store:
            rows = await read(store, states, most)
        for row in rows:
            when = row.settled_at or row.due_at or row.created_at
            failure = f"  {row.failure}" if row.failure else ""
            click.echo(f"{row.status:9} {when:%Y-%m-%d %H:%M}  {row.attempts:2}  {row.kind:26} {row.id}{failure}")
        if not rows:
            click.echo("No such mails.", err=True)

    run(work)


@mails.command()
@click.argument("id", type=click.UUID)
def retry(id: UUID) -> None:
    """Try the mail ID, which was given up, once more from the start.

    A mail with a secret link cannot be sent again, for its secret is gone: send its invite again instead.
    """
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from store.mailbox import requeue

    chosen = settings()

    async def work() -> bool:
        async with ready_store(chosen) as store:
            return await requeue(store, id, datetime.now(UTC))

    if not run(work):
        raise click.ClickException(f"No mail {id} was given up; `gateway mails list --dead` lists those that were.")
    click.echo("It is due now.")
