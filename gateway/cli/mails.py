"""`gateway mails`: what waits, what was given up, trying again, and what came back."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from store.engine import Store
    from store.vault import Vault

_LATER = "came back after it was sent"
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


@mails.command()
@click.argument("messages", metavar="MESSAGE-ID...", nargs=-1, required=True)
def bounced(messages: tuple[str, ...]) -> None:
    """Note that mails came back after the SMTP server had taken them: the same follows as if it had refused them.

    MESSAGE-ID is the header of the mail that came back (`<0192...@portal.example>`), or an id of `gateway mails list`.
    Connect it to the mailbox or the notices of your mail service. Ends with 1 when one of them is no mail that was
    sent.
    """
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from store.vault import Vault

    ids, chosen = [_id_in(message) for message in messages], settings()

    async def work() -> list[UUID]:
        async with ready_store(chosen) as store:
            vault = Vault(chosen.secret_keys)
            now = datetime.now(UTC)
            return [id for id in ids if not await note(store, vault, id, now)]

    unknown = run(work)
    if unknown:
        raise click.ClickException(f"No mail {', '.join(map(str, unknown))} was sent; `gateway mails list` lists them.")
    click.echo("It is noted.")


async def note(store: "Store", vault: "Vault", id: UUID, now: datetime) -> bool:
    """Whether there is such a mail that was sent; it is BOUNCED from then on."""
    from resolvers.bouncing import note_bounced
    from store.mailbox import came_back, sent_mail
    from store.writing import Actor, unit_of_work

    row = await sent_mail(store, id)
    if row is None:
        return False
    # In this order: whoever dies in between notes it once more, which changes nothing.
    async with unit_of_work(store, row.partner_id, Actor("PLATFORM"), now, vault) as work:
        await note_bounced(work, row, None)
    await came_back(store, row, now, _LATER)
    return True


def _id_in(message: str) -> UUID:
    try:
        return UUID(re.sub(r"[<>\s]", "", message).partition("@")[0])
    except ValueError:
        raise click.BadParameter(f"{message} is no Message-ID of this gateway.", param_hint="MESSAGE-ID") from None
