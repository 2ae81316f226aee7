"""Taking in a batch of facts about one firm's clients, in one transaction and with few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from domain.facts.fact import KNOWN_KINDS, OF_CONSENT, OF_EXPENSES, OF_FIRM, STEPS, Fact, FactKind
from domain.facts.reading import Malformed, check_data
from domain.facts.words import FactOutcome
from loaders.facts import facts_at, facts_unknown
from resolvers.facts import outcome as said
from resolvers.facts.account import Account
from resolvers.facts.accounts import accounts_named, accounts_of
from resolvers.facts.books import Books
from resolvers.facts.joining import join
from resolvers.facts.keeping import PATIENCE, keep
from resolvers.facts.outcome import Outcome
from resolvers.facts.own_company import take_own_company
from resolvers.facts.steps import take_step
from resolvers.facts.ticket import Ticket
from resolvers.facts.withdrawing import take_withdrawal
from store.reading import Row
from store.writing import UnitOfWork

# How far a sender's clock may be ahead.
AHEAD = timedelta(minutes=5)


async def receive(work: UnitOfWork, facts: Sequence[Fact]) -> list[Outcome]:
    """Takes facts in, whatever their order, and says of each what became of it; a refused one harms no other."""
    tickets = [Ticket(fact) for fact in facts]
    of_clients = [ticket for ticket in tickets if ticket.fact.kind not in OF_FIRM]
    await _of_firm(work, [ticket for ticket in tickets if ticket.fact.kind in OF_FIRM])
    await _find_accounts(work, of_clients)
    await _sift(work, of_clients)
    fresh = [ticket for ticket in tickets if ticket.outcome is None]
    await _take_in(work, {ticket.of.id: ticket.of for ticket in fresh}.values(), fresh)
    return [ticket.settled for ticket in tickets]


async def _of_firm(work: UnitOfWork, tickets: Sequence[Ticket]) -> None:
    for ticket in sorted(tickets, key=_sequence):
        is_early = ticket.fact.at > work.now + AHEAD
        take = take_withdrawal if ticket.fact.kind == FactKind.INVITE_WITHDRAWN else take_own_company
        ticket.outcome = said.FROM_THE_FUTURE if is_early else await take(work, ticket.fact)


async def release(work: UnitOfWork, client_ids: Collection[UUID]) -> None:
    """Takes in what these clients' facts have waited with for long enough."""
    await _take_in(work, await accounts_of(work, client_ids), ())


async def take_again(work: UnitOfWork, client_ids: Collection[UUID], *, firms_tell_consent: bool) -> list[Outcome]:
    """Takes in what was kept about clients while nobody knew its kind.

    What is of a wrong form is refused, and what an integration has told that is not the firm's to tell.
    """
    accounts = {account.id: account for account in await accounts_of(work, client_ids)}
    kept = [
        Ticket.of_row(row, accounts[row.client_id])
        for row in await facts_unknown(work, client_ids, KNOWN_KINDS - OF_FIRM)
    ]
    for ticket in kept:
        if ticket.told_by is not None and ticket.fact.kind in OF_CONSENT and not firms_tell_consent:
            ticket.outcome = said.NOT_THE_FIRMS
            continue
        try:
            check_data(ticket.fact.kind, ticket.fact.data)
        except Malformed as malformed:
            ticket.outcome = Outcome(FactOutcome.REFUSED, str(malformed))
    refused = [ticket for ticket in kept if ticket.outcome is not None]
    await _take_in(work, accounts.values(), [ticket for ticket in kept if ticket.outcome is None], refused)
    return [ticket.settled for ticket in kept]


async def _find_accounts(work: UnitOfWork, tickets: Sequence[Ticket]) -> None:
    """Locks the clients that are named; who joins comes to be first."""
    accounts = await accounts_named(work, {ticket.fact.client for ticket in tickets})
    for ticket in tickets:
        known = accounts.get(ticket.fact.client)
        if ticket.fact.kind == FactKind.CLIENT_JOINED and (known is None or known.has_left):
            joined = await join(work, ticket.fact)
            if isinstance(joined, Outcome):
                ticket.outcome = joined
            else:
                accounts[ticket.fact.client] = joined
    for ticket in tickets:
        ticket.account = accounts.get(ticket.fact.client)


async def _sift(work: UnitOfWork, tickets: Iterable[Ticket]) -> None:
    """Settles what is not taken in: about nobody, from the future, or known already."""
    new: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    known: list[Ticket] = []
    for ticket in tickets:
        fact, account = ticket.fact, ticket.account
        if ticket.outcome is not None:
            continue
        if account is None:
            ticket.outcome = said.NO_CLIENT
        elif fact.at > work.now + AHEAD:
            ticket.outcome = said.FROM_THE_FUTURE
        elif id := new[account.id].get(fact.sequence):
            ticket.outcome = said.DUPLICATE if id == fact.id else said.taken(fact.sequence, id)
        elif fact.sequence in account.beyond or account.feed.knows(fact.sequence):
            known.append(ticket)
        else:
            new[account.id][fact.sequence] = fact.id
    await _settle_known(work, known)


async def _settle_known(work: UnitOfWork, known: Sequence[Ticket]) -> None:
    rows = await facts_at(work, [(ticket.of.id, ticket.fact.sequence) for ticket in known])
    stored = {(row.client_id, row.sequence): row for row in rows}
    for ticket in known:
        ticket.outcome = _again(ticket.fact, stored.get((ticket.of.id, ticket.fact.sequence)))


def _again(fact: Fact, stored: Row | None) -> Outcome:
    if stored is None:
        # What lies far back is not remembered one by one.
        return said.DUPLICATE
    if stored.fact_id != fact.id:
        return said.taken(fact.sequence, stored.fact_id)
    return said.again(FactOutcome(stored.outcome), stored.reason)


async def _take_in(
    work: UnitOfWork, accounts: Collection[Account], fresh: Sequence[Ticket], settled: Sequence[Ticket] = ()
) -> None:
    """Takes in what is fresh; what was settled before is only written down."""
    by_account: defaultdict[UUID, list[Ticket]] = defaultdict(list)
    for ticket in fresh:
        by_account[ticket.of.id].append(ticket)
    for account in accounts:
        account.add(ticket.fact for ticket in by_account[account.id])
        by_account[account.id] += _let_go(work, account)
    tickets = [ticket for account in accounts for ticket in sorted(by_account[account.id], key=_sequence)]
    books = Books(work)
    await books.load([(ticket.of, ticket.fact) for ticket in tickets])
    for ticket in tickets:
        ticket.outcome = await _outcome(work, books, ticket.of, ticket.fact)
        if ticket.outcome.word in said.UNDERSTOOD:
            ticket.of.heard(ticket.fact.at)
    await books.save()
    await keep(work, accounts, [*tickets, *settled])


def _sequence(ticket: Ticket) -> int:
    return ticket.fact.sequence


def _let_go(work: UnitOfWork, account: Account) -> list[Ticket]:
    """What was held and waits no longer: nothing is missing before it any more, or its time is over."""
    overdue = [row.sequence for row in account.held if row.received_at <= work.now - PATIENCE]
    if overdue:
        account.give_up(max(overdue))
    return [Ticket.of_row(row, account) for row in account.held if not account.waits_before(row.sequence)]


async def _outcome(work: UnitOfWork, books: Books, account: Account, fact: Fact) -> Outcome:
    if fact.kind not in KNOWN_KINDS:
        return said.UNKNOWN_KIND
    if fact.kind == FactKind.CLIENT_JOINED:
        return said.SO_ALREADY
    if fact.kind in STEPS:
        return said.HELD if account.waits_before(fact.sequence) else await take_step(work, account, fact)
    return said.HAS_LEFT if account.has_left else _figure(books, account, fact)


def _figure(books: Books, account: Account, fact: Fact) -> Outcome:
    currency = account.row.currency
    if fact.kind in OF_EXPENSES and fact.data.get("currency", currency) != currency:
        return said.OTHER_CURRENCY
    if fact.kind == FactKind.ACCOUNT_CHECKED or books.take(account, fact):
        return said.APPLIED
    return said.TOLD_LATER
