"""A client while facts about it are taken in: what is known of it, and what changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.facts.account import newer
from domain.facts.fact import Fact
from domain.facts.feed import Feed
from domain.facts.words import FactOutcome
from domain.vocabulary import AccessStatus
from store.reading import Row


@dataclass(slots=True)
class Account:
    """One locked client; `beyond` are the facts known beyond `feed.through`: their ids by their sequences."""

    row: Row
    feed: Feed
    registers: dict[str, int]
    beyond: dict[int, str]
    held: list[Row]
    # `feed.through` as it is stored.
    known_through: int = 0
    columns: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row, feed: Row | None, beyond: Iterable[Row]) -> "Account":
        """The account of a client's row, its feed's and those of its facts that are not settled."""
        known = list(beyond)
        through, gaps, registers = (feed.through, feed.gaps, feed.registers) if feed else (0, (), {})
        held = [fact for fact in known if fact.outcome == FactOutcome.HELD]
        each = tuple((first, last) for first, last in gaps)
        return cls(
            row, Feed(through, each), dict(registers), {fact.sequence: fact.fact_id for fact in known}, held, through
        )

    @property
    def id(self) -> UUID:
        """The client's id."""
        return self.row.id  # type: ignore[no-any-return]

    @property
    def has_left(self) -> bool:
        """Whether its figures are none of the firm's business any more."""
        return bool(self.row.access_status == AccessStatus.DISCONNECTED)

    def add(self, facts: Iterable[Fact]) -> None:
        """Notes facts as known."""
        self.beyond |= {fact.sequence: fact.id for fact in facts}
        self.feed = self.feed.with_facts(self.beyond)

    def waits_before(self, sequence: int) -> bool:
        """Whether a fact before this one is missing, and still waited for."""
        return sequence > self.feed.through

    def give_up(self, upto: int) -> None:
        """Waits no more for what is missing up to a sequence."""
        self.feed = self.feed.giving_up(upto, self.beyond)

    def heard(self, at: datetime) -> None:
        """Something was told of it as of a moment."""
        latest = self.columns.get("facts_at", self.row.facts_at)
        if latest is None or at > latest:
            self.columns["facts_at"] = at

    def tell(self, fact: Fact) -> bool:
        """Takes over what a fact says of the client's own columns; returns whether any of it is news."""
        told = newer(self.registers, fact)
        for name, columns in told.items():
            self.registers[name] = fact.sequence
            self.columns |= columns
        return bool(told)

    def feed_row(self) -> Mapping[str, Any]:
        """How far its facts are known, as it is stored."""
        gaps = [list(gap) for gap in self.feed.gaps]
        return {"client_id": self.id, "through": self.feed.through, "gaps": gaps, "registers": self.registers}
