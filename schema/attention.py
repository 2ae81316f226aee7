"""What asks for work on a client: its level and its signals."""

from datetime import datetime

import strawberry

import resolvers.bookkeeping
import resolvers.invite_signal
import resolvers.signal_limits
from domain.vocabulary import AttentionLevel, AttentionLimit, LimitUnit, SignalKind, ThresholdSource
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
    until: datetime = plain("When it wakes by itself.", column("snoozed_until"))
    reason: str | None = plain("Why it was set aside, in words.", column("snooze_reason"))
    by: ColleagueRef | None = field(
        "Who set it aside.", related(colleague_by_id, "snoozed_by"), rule=PEOPLE, nullable=True
    )


@strawberry.type(description="A limit of an attention rule, as it holds.", directives=FREE)
class AttentionLimitInForce:
    limit: AttentionLimit = plain("Which limit of the rule.")
    value: int = plain("A number of the unit.")
    unit: LimitUnit = plain("What the number counts.")
    source: ThresholdSource = plain("Who set it.")
    default: int = plain("What holds where nobody sets it.")
    least: int = plain("The least that can be set.")
    most: int = plain("The most that can be set.")
    meaning: str = plain("What it means, in words.")


@strawberry.type(description="One fact on a client that asks for work.")
class Signal:
    kind: SignalKind = plain("What it is about.")
    level: AttentionLevel = plain("How urgent it is.")
    count: int = plain("How many things are meant; 0 where there is nothing to count.")
    amount: Money | None = plain("The sum of money meant, if any.", resolvers.bookkeeping.signal_amount)
    since: datetime = plain("Since when it is on.")
    rule: str = plain("The rule that fired, in words.")
    threshold: str = plain("The threshold that was crossed, in words.")
    source: ThresholdSource = plain("Whose threshold that is.")
    limits: list[AttentionLimitInForce] = plain(
        "The limits of its kind, as they hold for this client; none where it fires at once.",
        resolvers.signal_limits.of_signal,
        size=several(3),
    )
    explanation: str = plain("Why it is on, in a sentence or two.", resolvers.bookkeeping.signal_explanation)
    facts_at: datetime | None = plain("The age of the facts behind it.")
    link: URL = plain("Where to work it off.", resolvers.bookkeeping.signal_link)
    snooze: Snooze | None = plain("Set while somebody put it aside.", resolvers.bookkeeping.snooze)


@strawberry.type(description="That an open invite asks for attention.", directives=FREE)
class InviteSignal:
    kind: SignalKind = plain("What it is about: always INVITE_STALE so far.")
    level: AttentionLevel = plain("How urgent it is.")
    since: datetime = plain("Since when it is on.")
    rule: str = plain("The rule that fired, in words.")
    threshold: str = plain("The threshold that was crossed, in words.")
    source: ThresholdSource = plain("Whose threshold that is.")
    explanation: str = plain("Why it is on, in a sentence or two.", resolvers.bookkeeping.signal_explanation)
    limits: list[AttentionLimitInForce] = plain("The limits of its kind, as the firm has them.", size=several(2))
    link: URL = plain("Where to work it off.", resolvers.invite_signal.invite_link)


@strawberry.type(description="How urgently a client asks for work; what is set aside does not count.", directives=FREE)
class Attention:
    level: AttentionLevel = plain("The worst live signal.", column("attention_level"))
    signal_count: int = plain("How many signals are live, without those that are set aside.")
    since: datetime | None = plain("Since when the oldest of them is on.", column("attention_since"))
    signals: list[Signal] = plain(
        "The live signals, worst first, also those that are set aside.",
        related(signals_by_client_id),
        size=several(len(SignalKind)),
    )


@strawberry.type(description="When a kind of signal fires.", directives=FREE)
class AttentionRule:
    kind: SignalKind = plain("The kind of signal.")
    limits: list[AttentionLimitInForce] = plain("Every limit of the rule, with the value in force.", size=several(3))
    set_at: datetime | None = plain("Since when limits are set right here; empty when none are.")
    set_by: ColleagueRef | None = field("Who set them.", related(colleague_by_id, "set_by"), rule=PEOPLE, nullable=True)
    version: int | None = plain("Rises with every change; empty when nothing is set here.")
