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
    """What became of a fact."""

    APPLIED = "APPLIED"
    DUPLICATE = "DUPLICATE"
    IGNORED = "IGNORED"
    HELD = "HELD"
    UNKNOWN_KIND = "UNKNOWN_KIND"
    REFUSED = "REFUSED"
