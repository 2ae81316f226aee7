"""The expenses, export jobs, invoices and months that a batch of facts is about: read once, written once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from domain.facts.expense import NOTHING, Expense, Figures, differences
from domain.facts.fact import OF_EXPENSES, OF_JOBS, Fact, FactKind
from domain.facts.job import Job
from loaders.facts import Pair, expenses_named, invoices_numbered, jobs_named
from resolvers.facts.account import Account
from store.ids import new_id
from store.reading import Row
from store.tables import expense, export_job, invoice, month_figure, subscription
from store.writing import UnitOfWork

Told = Collection[tuple[Account, Fact]]
Kind = TypeVar("Kind", Expense, Job)
_COLUMNS: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind)) for kind in (Expense, Job)
}


class Books:
    """What is known of the things that facts name, and what they change."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._expenses: dict[Pair, Expense] = {}
        self._jobs: dict[Pair, Job] = {}
        self._invoices: dict[Pair, dict[str, Any]] = {}
        self._subscriptions: dict[UUID, dict[str, Any]] = {}
        self._months: defaultdict[tuple[UUID, str], Figures] = defaultdict(lambda: NOTHING)
        self._touched: set[Pair] = set()

    async def load(self, told: Told) -> None:
        """Reads everything that these facts name."""
        for row in await expenses_named(self._work, _pairs(told, OF_EXPENSES, "expense")):
            self._expenses[row.client_id, row.expense_id] = _known(Expense, row)
        for row in await jobs_named(self._work, _pairs(told, OF_JOBS, "job")):
            self._jobs[row.client_id, row.job_id] = _known(Job, row)
        for row in await invoices_numbered(self._work, _pairs(told, {FactKind.INVOICE_CHANGED}, "number")):
            self._invoices[row.client_id, row.number] = {"id": row.id, "sequence": row.sequence}

    def take(self, account: Account, fact: Fact) -> bool:
        """Takes one fact in; returns whether it was news."""
        if fact.kind in OF_EXPENSES:
            return self._expense(account, fact)
        if fact.kind in OF_JOBS:
            return self._job(account, fact)
        if fact.kind == FactKind.INVOICE_CHANGED:
            return self._invoice(account, fact)
        is_news = account.tell(fact)
        if is_news and fact.kind == FactKind.SUBSCRIPTION_CHANGED:
            self._subscriptions[account.id] = _subscription(account, fact)
        return is_news

    async def save(self) -> None:
        """Writes what changed, one statement for each table."""
        work = self._work
        await work.put(expense, [_row(id, self._expenses[id, name]) for id, name in self._changed(self._expenses)])
        await work.put(export_job, [_row(id, self._jobs[id, name]) for id, name in self._changed(self._jobs)])
        await work.put(invoice, [self._invoices[pair] for pair in self._changed(self._invoices)])
        await work.put(subscription, list(self._subscriptions.values()))
        await work.put(month_figure, self._sums(), adding=True)

    def _changed(self, things: dict[Pair, Any]) -> list[Pair]:
        return [pair for pair in things if pair in self._touched]

    def _expense(self, account: Account, fact: Fact) -> bool:
        pair = account.id, fact.data["expense"]
        before = self._expenses.get(pair) or Expense(pair[1], currency=account.row.currency)
        after = before.after(fact, account.row.time_zone)
        for month, figures in differences(before, after).items():
            self._months[account.id, month] = self._months[account.id, month].plus(figures)
        return self._note(self._expenses, pair, before, after)

    def _job(self, account: Account, fact: Fact) -> bool:
        pair = account.id, fact.data["job"]
        before = self._jobs.get(pair) or Job(pair[1])
        return self._note(self._jobs, pair, before, before.after(fact))

    def _note(self, things: dict[Pair, Kind], pair: Pair, before: Kind, after: Kind) -> bool:
        if before == after and pair in things:
            return False
        things[pair] = after
        self._touched.add(pair)
        return True

    def _invoice(self, account: Account, fact: Fact) -> bool:
        pair = account.id, fact.data["number"]
        known = self._invoices.get(pair)
        if known and known["sequence"] >= fact.sequence:
            return False
        self._invoices[pair] = _invoice(account, fact) | {"id": known["id"] if known else new_id()}
        self._touched.add(pair)
        return True

    def _sums(self) -> list[dict[str, Any]]:
        currencies = {pair[0]: known.currency for pair, known in self._expenses.items()}
        return [
            {"client_id": id, "month": month, "currency": currencies[id]} | figures._asdict()
            for (id, month), figures in sorted(self._months.items())
            if figures != NOTHING
        ]


def _pairs(told: Told, kinds: Collection[str], name: str) -> set[Pair]:
    return {(account.id, fact.data[name]) for account, fact in told if fact.kind in kinds}


def _known(kind: type[Kind], row: Row) -> Kind:
    return kind(*[getattr(row, name) for name in _COLUMNS[kind]])


def _row(client_id: UUID, thing: Expense | Job) -> dict[str, Any]:
    return {"client_id": client_id} | {name: getattr(thing, name) for name in _COLUMNS[type(thing)]}


def _invoice(account: Account, fact: Fact) -> dict[str, Any]:
    data = fact.data
    return {
        "client_id": account.id,
        "number": data["number"],
        "status": data["status"],
        "issued_on": date.fromisoformat(data["issuedOn"]),
        "due_on": date.fromisoformat(data["dueOn"]),
        "total_minor": int(data["totalMinor"]),
        "currency": data["currency"],
        "pdf_url": data.get("pdfUrl"),
        "sequence": fact.sequence,
    }


def _subscription(account: Account, fact: Fact) -> dict[str, Any]:
    data = fact.data
    return {
        "client_id": account.id,
        "plan": data["plan"],
        "status": data["status"],
        "billing_period": data["billingPeriod"],
        "seats": int(data["seats"]),
        "price_minor": int(data["priceMinor"]),
        "currency": data["currency"],
        "started_at": datetime.fromisoformat(data["startedAt"]),
        "renews_on": date.fromisoformat(data["renewsOn"]) if "renewsOn" in data else None,
    }
