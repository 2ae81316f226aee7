"""What is written of a batch of facts, whatever they said: that they came in, and what clients' columns became."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.facts.words import FactOutcome
from domain.vocabulary import DueKind
from resolvers.attention import refresh_attention
from resolvers.facts.account import Account
from resolvers.facts.ticket import Ticket
from store.attention import file_due
from store.tables import client, client_feed, fact
from store.writing import UnitOfWork

# How long a step waits for the facts before it.
PATIENCE = timedelta(minutes=10)
# How many of a client's facts are remembered one by one, so that a sequence that is used twice is noticed.
REMEMBERED = 1_000
# What may be wanted again, with all that it said.
_WITH_BODY = frozenset({FactOutcome.HELD, FactOutcome.UNKNOWN_KIND, FactOutcome.REFUSED})


async def keep(work: UnitOfWork, accounts: Collection[Account], tickets: Sequence[Ticket]) -> None:
    """Writes facts, feeds and clients, and brings the clients' attention up to date."""
    await work.put(fact, [_fact(work, ticket) for ticket in tickets])
    await work.put(client_feed, [account.feed_row() for account in accounts])
    await file_due(work, DueKind.HELD_FACTS, _ends_of_patience(work, accounts, tickets))
    await _forget(work, accounts)
    await _write_columns(work, accounts)
    await refresh_attention(work, [account.id for account in accounts])


def _ends_of_patience(
    work: UnitOfWork, accounts: Collection[Account], tickets: Sequence[Ticket]
) -> dict[UUID, datetime]:
    new = {ticket.of.id: work.now for ticket in tickets if ticket.settled.word is FactOutcome.HELD}
    old = {
        account.id: min(waiting)
        for account in accounts
        if (waiting := [row.received_at for row in account.held if account.waits_before(row.sequence)])
    }
    return {id: since + PATIENCE for id, since in (new | old).items()}


def _fact(work: UnitOfWork, ticket: Ticket) -> dict[str, Any]:
    told, outcome = ticket.fact, ticket.settled
    return {
        "client_id": ticket.of.id,
        "sequence": told.sequence,
        "fact_id": told.id,
        "kind": told.kind,
        "at": told.at,
        "received_at": ticket.received_at or work.now,
        "outcome": outcome.word,
        "reason": outcome.reason,
        "body": dict(told.data) if outcome.word in _WITH_BODY else None,
        "integration_id": ticket.told_by if ticket.received_at else work.actor.id,
    }


async def _write_columns(work: UnitOfWork, accounts: Collection[Account]) -> None:
    alike: defaultdict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for account in accounts:
        if account.columns:
            alike[frozenset(account.columns)].append(account.columns | {"id": account.id})
    for rows in alike.values():
        await work.update_each(client, rows)


async def _forget(work: UnitOfWork, accounts: Collection[Account]) -> None:
    """What lies far enough back is known by the feed alone."""
    for account in accounts:
        through = account.feed.through
        if through // REMEMBERED > account.known_through // REMEMBERED:
            limit = through - REMEMBERED
            await work.delete_up_to(fact, "sequence", limit, client_id=account.id, body=None)
