"""What asks for attention: when, and not before when."""

import strawberry

import resolvers.attention_rules
import resolvers.snoozing
from schema.cost import FREE
from schema.field import change
from schema.payloads.attention import (
    ClearAttentionRulePayload,
    SetAttentionRulePayload,
    SnoozeSignalPayload,
    UnsnoozeSignalPayload,
)
from schema.rules import ADMINS_ONLY, WORKERS_ONLY


@strawberry.type(directives=FREE)
class AttentionMutations:
    set_attention_rule: SetAttentionRulePayload | None = change(
        "Sets when a kind of signal fires, for one client or all; of all clients, attention follows within seconds.",
        resolvers.attention_rules.set_attention_rule,
        rule=ADMINS_ONLY,
    )
    clear_attention_rule: ClearAttentionRulePayload | None = change(
        "Takes back what was set of a rule; what holds otherwise holds again.",
        resolvers.attention_rules.clear_attention_rule,
        rule=ADMINS_ONLY,
    )
    snooze_signal: SnoozeSignalPayload | None = change(
        "Sets a signal of a client aside for a while: it counts again then, or when it gets worse.",
        resolvers.snoozing.snooze_signal,
        rule=WORKERS_ONLY,
    )
    unsnooze_signal: UnsnoozeSignalPayload | None = change(
        "Ends a snooze before its time.", resolvers.snoozing.unsnooze_signal, rule=WORKERS_ONLY
    )
