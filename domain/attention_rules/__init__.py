"""Which facts about a client ask for work: one default rule for every kind of signal."""

from domain.attention_rules.evaluate import FROM_FIGURES, evaluate
from domain.attention_rules.facts import ExportMonth, Facts, OpenInvite
from domain.attention_rules.signal import Signal, Verdict
from domain.attention_rules.thresholds import PRODUCT, Thresholds

__all__ = [
    "FROM_FIGURES",
    "PRODUCT",
    "ExportMonth",
    "Facts",
    "OpenInvite",
    "Signal",
    "Thresholds",
    "Verdict",
    "evaluate",
]
