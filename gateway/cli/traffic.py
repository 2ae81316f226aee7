"""`gateway demo traffic`: facts about the demo's clients, at a rate, as the platform would send them."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

import click

from domain.facts.reading import read
from domain.facts.words import FactOutcome
from gateway.cli.database import ready_store, run
from gateway.facts.delivery import Delivery
from gateway.settings import Settings
from gateway.wiring import utc_now
from store.demo.accounts import connected_accounts
from store.demo.traffic import Day, Happening
from store.vault import Vault

# Up to so many a second are told one by one.
_READABLE = 20
_TOGETHER = 500


def play(settings: Settings, rate: float, seconds: float | None, seed: str) -> None:
    """Plays until the time is over, or until it is stopped."""
    if settings.in_production:
        raise click.ClickException("The traffic is for the demo; it belongs to the development profile.")
    try:
        run(lambda: _play(settings, rate, seconds, seed))
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


async def _play(settings: Settings, rate: float, seconds: float | None, seed: str) -> None:
    async with ready_store(settings) as store:
        accounts = await connected_accounts(store)
        if not accounts:
            raise click.ClickException("There is no demo here: run `gateway demo` (or `make run`) first.")
        delivery = Delivery(store, Vault(settings.secret_keys), utc_now)
        day = iter(Day(accounts, seed, utc_now))
        counts, loop = Counter[FactOutcome](), asyncio.get_running_loop()
        begun, played = loop.time(), 0
        while seconds is None or played < round(rate * seconds):
            played += await _some(delivery, day, _due(rate, loop.time() - begun, played, seconds), rate, counts)
            ahead = 1 if rate <= _READABLE else min(rate, _TOGETHER)
            await asyncio.sleep(max(0.0, begun + (played + ahead) / rate - loop.time()))
        click.echo(f"{played} facts: {', '.join(f'{count} {word.lower()}' for word, count in counts.items())}.")


def _due(rate: float, elapsed: float, played: int, seconds: float | None) -> int:
    """How many facts are late by now, at least one; no more than the whole play has."""
    most = _TOGETHER if seconds is None else min(_TOGETHER, round(rate * seconds) - played)
    return min(max(1, round(rate * elapsed) - played), most)


async def _some(
    delivery: Delivery, day: Iterator[Happening], number: int, rate: float, counts: Counter[FactOutcome]
) -> int:
    firms: defaultdict[UUID, list[Happening]] = defaultdict(list)
    happened = list(islice(day, number))
    for each in happened:
        firms[each.partner_id].append(each)
    for partner_id, some in firms.items():
        outcomes = await delivery.hand_in(partner_id, [read(each.fact) for each in some])
        counts.update(outcome.word for outcome in outcomes)
    _tell(happened, rate)
    return len(happened)


def _tell(happened: Sequence[Happening], rate: float) -> None:
    if rate <= _READABLE:
        for each in happened:
            click.echo(f"{each.fact['at'][11:19]}  {each.words}")
    else:
        click.echo(f"{happened[-1].fact['at'][11:19]}  {len(happened)} facts; the last: {happened[-1].words}")
