"""A fact: one thing that the platform tells of one client."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.vocabulary import Word


class FactKind(Word):
    """What facts are about, each with what it means."""

    meaning: str

    def __new__(cls, kind: str, meaning: str = "") -> "FactKind":
        """A kind with what it means to a reader."""
        member = str.__new__(cls, kind)
        member._value_ = kind
        member.meaning = meaning
        return member

    EXPENSE_SUBMITTED = "expense.submitted", "An expense was handed in, or corrected."
    RECEIPT_ADDED = "expense.receipt_added", "Its receipt came in."
    EXPENSE_REVIEWED = "expense.reviewed", "It was approved, or needs details."
    EXPENSE_EXPORTED = "expense.exported", "It went to the accounting system."
    BALANCE_CHANGED = (
        "balance.changed",
        "The wallet's balance; also the client's own threshold and its average spend a day.",
    )
    LEVEL_CHANGED = "access.level_changed", "The client lets the firm do less or more."
    GRANT_CHANGED = "access.grant_changed", "The client gave a grant, or took it back."
    GRANT_OFFERED = "access.grant_offered", "The client offers a grant, which the firm accepts or declines."
    POA_CHANGED = "access.poa_changed", "The power of attorney was granted (again) or revoked; the access follows."
    ONBOARDING_STEP = "onboarding.step", "The onboarding moved on; a repeated status may bring another note."
    JOB_STARTED = "export_job.started", "An export began."
    JOB_ENDED = "export_job.ended", "It ended, well or not."
    SUBSCRIPTION_CHANGED = "subscription.changed", "The client's plan as it is now; BLOCKED while invoices are unpaid."
    INVOICE_CHANGED = "invoice.changed", "An invoice to the client as it is now."
    CLIENT_JOINED = "client.joined", "A company has connected the firm to its account: it becomes a client."
    CLIENT_LEFT = "client.left", "The client disconnected the firm; its sequence ends."
    INVITE_WITHDRAWN = "invite.withdrawn", "A company takes its invite to the firm back, before there is an answer."
    INTEGRATION_CHANGED = "integration.changed", "The connection to the accounting system broke, or works again."
    OWN_COMPANY_CREATED = "own_company.created", "The firm's own account is open."
    OWN_COMPANY_FAILED = "own_company.failed", "The platform declines to open the firm's own account."
    ACCOUNT_CHECKED = "account.checked", "Nothing new as of `at`: the client's data are fresh."


OF_EXPENSES = frozenset(
    {FactKind.EXPENSE_SUBMITTED, FactKind.RECEIPT_ADDED, FactKind.EXPENSE_REVIEWED, FactKind.EXPENSE_EXPORTED}
)
OF_JOBS = frozenset({FactKind.JOB_STARTED, FactKind.JOB_ENDED})
# Of no client: of the firm itself (`client` is the reference by which its account was asked for), or of a company that
# is not one yet.
OF_FIRM = frozenset({FactKind.OWN_COMPANY_CREATED, FactKind.OWN_COMPANY_FAILED, FactKind.INVITE_WITHDRAWN})
# What depends on what was before, and is written into the audit trail: taken in the order of the sequence.
STEPS = frozenset(
    {
        FactKind.LEVEL_CHANGED,
        FactKind.GRANT_CHANGED,
        FactKind.GRANT_OFFERED,
        FactKind.POA_CHANGED,
        FactKind.ONBOARDING_STEP,
        FactKind.CLIENT_LEFT,
    }
)
# What others than the firm decide: whoever tells it lets the firm into accounts.
OF_CONSENT = OF_FIRM | {
    FactKind.LEVEL_CHANGED,
    FactKind.GRANT_CHANGED,
    FactKind.GRANT_OFFERED,
    FactKind.POA_CHANGED,
    FactKind.CLIENT_JOINED,
}
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
