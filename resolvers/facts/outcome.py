"""What became of a fact, and why."""

from dataclasses import dataclass

from domain.facts.words import FactOutcome


@dataclass(frozen=True, slots=True)
class Outcome:
    """A word, and a sentence for whoever sent the fact; of a duplicate, what became of it the `first` time."""

    word: FactOutcome
    reason: str | None = None
    first: FactOutcome | None = None


APPLIED = Outcome(FactOutcome.APPLIED)
DUPLICATE = Outcome(FactOutcome.DUPLICATE, "It came in before.")
HELD = Outcome(FactOutcome.HELD, "It waits for the facts before it.")
UNKNOWN_KIND = Outcome(FactOutcome.UNKNOWN_KIND, "It is of a kind that is not known here; it is kept.")
TOLD_LATER = Outcome(FactOutcome.IGNORED, "A later fact has told this already.")
SO_ALREADY = Outcome(FactOutcome.IGNORED, "It is so already.")
HAS_LEFT = Outcome(FactOutcome.IGNORED, "The client has left the firm.")
NO_CLIENT = Outcome(FactOutcome.REFUSED, "There is no such client.")
NO_REFERENCE = Outcome(FactOutcome.REFUSED, "The firm waits for no account of this reference.")
NO_INVITE = Outcome(FactOutcome.REFUSED, "The company has sent the firm no invite.")
NO_PARTNER = Outcome(FactOutcome.REFUSED, "There is no such firm.")
NOT_THE_FIRMS = Outcome(FactOutcome.REFUSED, "Only the platform can tell this, not a firm's integration.")
FROM_THE_FUTURE = Outcome(FactOutcome.REFUSED, "`at` lies in the future.")
OTHER_CURRENCY = Outcome(FactOutcome.REFUSED, "`data.currency` is not the account's currency.")

# After these the client is known as of the fact; one that waits, is refused or not understood tells nothing.
UNDERSTOOD = frozenset({FactOutcome.APPLIED, FactOutcome.IGNORED})


def again(first: FactOutcome, reason: str | None) -> Outcome:
    """A fact that came in before; where it had no effect then, why."""
    told = DUPLICATE.reason if reason is None else f"{DUPLICATE.reason} {reason}"
    return Outcome(FactOutcome.DUPLICATE, told, first)


def taken(sequence: int, id: str) -> Outcome:
    """Two facts under one number: the first one counts."""
    return Outcome(FactOutcome.REFUSED, f"The sequence {sequence} of this client is the fact `{id}`.")
