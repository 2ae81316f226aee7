"""Which facts about a client ask for work: one default rule for every kind of signal."""

from domain.attention_rules.evaluate import FROM_FIGURES, evaluate
from domain.attention_rules.facts import ExportMonth, Facts
from domain.attention_rules.limits import LIMITS, Limit, limits_of
from domain.attention_rules.signal import Signal, Verdict
from domain.attention_rules.thresholds import PRODUCT, Thresholds, agreed
from domain.attention_rules.turning import next_due

__all__ = [
    "FROM_FIGURES",
    "LIMITS",
    "PRODUCT",
    "ExportMonth",
    "Facts",
    "Limit",
    "Signal",
    "Thresholds",
    "Verdict",
    "agreed",
    "evaluate",
    "limits_of",
    "next_due",
]
