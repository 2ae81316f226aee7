"""A fact: one thing that the platform tells of one client."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.vocabulary import Word


class FactKind(Word):
    """What facts are about."""

    EXPENSE_SUBMITTED = "expense.submitted"
    RECEIPT_ADDED = "expense.receipt_added"
    EXPENSE_REVIEWED = "expense.reviewed"
    EXPENSE_EXPORTED = "expense.exported"
    BALANCE_CHANGED = "balance.changed"
    LEVEL_CHANGED = "access.level_changed"
    GRANT_CHANGED = "access.grant_changed"
    POA_CHANGED = "access.poa_changed"
    ONBOARDING_STEP = "onboarding.step"
    JOB_STARTED = "export_job.started"
    JOB_ENDED = "export_job.ended"
    SUBSCRIPTION_CHANGED = "subscription.changed"
    INVOICE_CHANGED = "invoice.changed"
    CLIENT_JOINED = "client.joined"
    CLIENT_LEFT = "client.left"
    INTEGRATION_CHANGED = "integration.changed"
    ACCOUNT_CHECKED = "account.checked"


OF_EXPENSES = frozenset(
    {FactKind.EXPENSE_SUBMITTED, FactKind.RECEIPT_ADDED, FactKind.EXPENSE_REVIEWED, FactKind.EXPENSE_EXPORTED}
)
OF_JOBS = frozenset({FactKind.JOB_STARTED, FactKind.JOB_ENDED})
# What depends on what was before, and is written into the audit trail: taken in the order of the sequence.
STEPS = frozenset(
    {
        FactKind.LEVEL_CHANGED,
        FactKind.GRANT_CHANGED,
        FactKind.POA_CHANGED,
        FactKind.ONBOARDING_STEP,
        FactKind.CLIENT_LEFT,
    }
)
KNOWN_KINDS = frozenset(FactKind)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact whose form was checked; `kind` may be one that is not known here.

    `client` and `partner` are names: an account number or a public id, a registration number or a public id.
    """

    id: str
    client: str
    sequence: int
    at: datetime
    kind: str
    data: Mapping[str, Any]
    partner: str | None = None
