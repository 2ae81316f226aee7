"""The orders and filters of client lists in plain Python, over all rows of a firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.text import words
from domain.vocabulary import SignalKind
from loaders.client import ClientOrderField
from loaders.client_filter import ClientFilter
from loaders.paging import Window
from loaders.reading import Reads
from store.engine import Store
from store.reading import Reader
from store.tables import assignment, client, month_figure, signal, team_client
from store.tenancy import Keys
from store.vault import Vault
from tests.world import Colleague, Firm


@dataclass(frozen=True)
class Books:
    """Everything that orders and filters look at."""

    now: datetime
    clients: Sequence[Any]
    signals: dict[tuple[UUID, str], Any]
    months: Sequence[Any]
    assignments: Sequence[Any]
    teams: Sequence[Any]

    @classmethod
    async def of(cls, firm: Firm) -> "Books":
        """The rows of a firm as they are now."""
        async with firm.work() as work:
            signals = {(row.client_id, row.kind): row for row in await work.find(signal)}
            rest = [await work.find(table) for table in (month_figure, assignment, team_client)]
            return cls(firm.now, await work.find(client), signals, *rest)

    def listed(
        self, wanted: ClientFilter, field: ClientOrderField, kind: SignalKind, *, descending: bool, to: Colleague
    ) -> list[UUID]:
        """The ids of the clients that a list shows to somebody, in its order."""
        seen = [row for row in self.clients if self.visible(row, to) and self.matches(row, wanted, to)]
        balance_down = field is ClientOrderField.BALANCE and descending
        ordered = sorted(seen, key=lambda row: self.key(row, field, kind, richest=balance_down))
        backwards = field is ClientOrderField.NAME and descending
        backwards |= field not in (ClientOrderField.NAME, ClientOrderField.BALANCE) and not descending
        return [row.id for row in (reversed(ordered) if backwards else ordered)]

    def visible(self, row: Any, to: Colleague) -> bool:
        return to.viewer.sees_all_clients or to.id in self.workers(row)

    def key(self, row: Any, field: ClientOrderField, kind: SignalKind, *, richest: bool) -> tuple[Any, ...]:
        """What comes first is least."""
        named = (row.name_key.encode(), row.id)
        fired = self.signals[row.id, kind]
        hidden = self.hidden(row)
        balance = 0 if hidden else row.balance_minor
        return {
            ClientOrderField.NAME: named,
            ClientOrderField.ATTENTION: (-row.attention_level, -row.signal_count, self.since(row), *named),
            ClientOrderField.BALANCE: (hidden, row.currency, -balance if richest else balance, *named),
            ClientOrderField.SIGNAL_COUNT: (-fired.count, *named),
            ClientOrderField.SIGNAL_AMOUNT: (fired.currency, -fired.amount_minor, *named),
            ClientOrderField.SIGNAL_AGE: (fired.since, *named),
        }[field]

    def matches(self, row: Any, wanted: ClientFilter, to: Colleague) -> bool:
        fired = {kind for (id, kind), each in self.signals.items() if id == row.id and each.level > 0}
        workers = self.workers(row)
        return all(
            (
                self.found(row, wanted.search),
                not wanted.status or row.status in wanted.status,
                not wanted.level or row.level in wanted.level,
                not wanted.attention or row.attention_level in wanted.attention,
                not wanted.signal or bool(fired & set(wanted.signal)),
                not wanted.onboarding or row.onboarding_status in wanted.onboarding,
                not wanted.waiting_on or row.waiting_on in wanted.waiting_on,
                wanted.assignee_id is None or wanted.assignee_id in workers,
                wanted.team_id is None or (row.id, wanted.team_id) in {(t.client_id, t.team_id) for t in self.teams},
                wanted.mine is None or wanted.mine is (to.id in workers),
                wanted.unassigned is None or wanted.unassigned is not bool(workers),
                wanted.month_behind is None or self.behind(row, wanted.month_behind),
            )
        )

    def found(self, row: Any, search: str | None) -> bool:
        """Every word of the search begins a word of the client; blanks search for nothing."""
        if search is None or not search.strip():
            return True
        own, asked = words(row.name, row.legal_name, row.registration_number), words(search)
        return bool(asked) and all(any(word.startswith(each) for word in own) for each in asked)

    def workers(self, row: Any) -> set[UUID]:
        live = [a for a in self.assignments if a.status == "ACTIVE" and (a.ends_at is None or a.ends_at > self.now)]
        return {a.colleague_id for a in live if a.client_id == row.id}

    def behind(self, row: Any, month: str) -> bool:
        own = [m for m in self.months if m.client_id == row.id and m.month == month]
        return not self.hidden(row) and any(m.exported_count < m.submitted_count for m in own)

    @staticmethod
    def hidden(row: Any) -> bool:
        return not (row.access_status == "ACTIVE" and row.poa_granted)

    @staticmethod
    def since(row: Any) -> float:
        return float("inf") if row.attention_since is None else int(row.attention_since.timestamp())


def reads_of(store: Store, vault: Vault, viewer: Colleague, now: datetime) -> Reads:
    """Reads for somebody, outside of any request."""
    return Reads(viewer.viewer, now, Reader(store, Keys(partner_id=viewer.partner_id)), vault)


async def refreshed(reads: Reads) -> None:
    """The next read sees what was committed until now."""
    assert isinstance(reads.source, Reader)
    await reads.source.refresh()


def window(size: int, cursor: str | None, *, backward: bool) -> Window:
    """The next page in one direction."""
    return Window(last=size, before=cursor) if backward else Window(first=size, after=cursor)
