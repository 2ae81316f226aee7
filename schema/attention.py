"""What asks for work on a client: its level and its signals."""

from datetime import datetime

import strawberry

import resolvers.bookkeeping
from domain.vocabulary import AttentionLevel, SignalKind
from loaders.bookkeeping import signals_by_client_id
from loaders.colleague import colleague_by_id
from resolvers.relation import column, related
from schema.cost import FREE, several
from schema.field import field, plain
from schema.money import Money
from schema.refs import ColleagueRef
from schema.rules import PEOPLE
from schema.scalars import URL


@strawberry.type(description="A signal set aside by somebody for a while.", directives=FREE)
class Snooze:
    until: datetime = plain("Until when.", column("snoozed_until"))
    reason: str | None = plain("Why.", column("snooze_reason"))
    by: ColleagueRef | None = field(
        "Who set it aside.", related(colleague_by_id, "snoozed_by"), rule=PEOPLE, nullable=True
    )


@strawberry.type(description="One fact on a client that asks for work.")
class Signal:
    kind: SignalKind = plain("What it is about.")
    level: AttentionLevel = plain("How urgent it is.")
    count: int = plain("How many things are meant; 0 where there is nothing to count.")
    amount: Money | None = plain("The sum of money meant, if any.", resolvers.bookkeeping.signal_amount)
    since: datetime = plain("Since when it is on.")
    rule: str = plain("The rule that fired, in words.")
    threshold: str = plain("The threshold that was crossed, in words.")
    facts_at: datetime | None = plain("The age of the facts behind it.")
    link: URL = plain("Where to work it off.", resolvers.bookkeeping.signal_link)
    snooze: Snooze | None = plain("Set while somebody put it aside.", resolvers.bookkeeping.snooze)


@strawberry.type(description="How urgently a client asks for work.", directives=FREE)
class Attention:
    level: AttentionLevel = plain("The worst live signal.", column("attention_level"))
    signal_count: int = plain("How many signals are live.")
    since: datetime | None = plain("Since when the oldest of them is on.", column("attention_since"))
    signals: list[Signal] = plain(
        "The live signals, worst first.", related(signals_by_client_id), size=several(len(SignalKind))
    )
