"""The closed words of facts: what became of one, reviews of expenses, export jobs."""

from domain.vocabulary import Word


class ExpenseReview(Word):
    """What the client's own people, or the firm, said of an expense."""

    NONE = "NONE"
    APPROVED = "APPROVED"
    NEEDS_DETAILS = "NEEDS_DETAILS"


class ExportJobStatus(Word):
    """Where an export to the accounting system stands."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class FactOutcome(Word):
    """What became of a fact, each with what it means."""

    meaning: str

    def __new__(cls, outcome: str, meaning: str = "") -> "FactOutcome":
        """An outcome with what it means to a sender."""
        member = str.__new__(cls, outcome)
        member._value_ = outcome
        member.meaning = meaning
        return member

    APPLIED = "APPLIED", "It is in, and has its effect."
    DUPLICATE = "DUPLICATE", "It came in before; nothing happened."
    IGNORED = "IGNORED", "It is in, and changes nothing: a later fact has told the same, or it is so already."
    HELD = "HELD", "It is in, and waits for the facts before it."
    UNKNOWN_KIND = "UNKNOWN_KIND", "It is in and kept, but nobody here knows its kind."
    REFUSED = (
        "REFUSED",
        "The message says why. It is not in, unless it was a step from the wrong state or in another currency.",
    )
