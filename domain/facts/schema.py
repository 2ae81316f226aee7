"""The form of facts as JSON Schema: what incoming ones are checked by, and what docs/facts.schema.json shows."""

from collections.abc import Mapping
from typing import Any

from domain.facts.fact import FactKind
from domain.facts.words import ExpenseReview
from domain.vocabulary import (
    AccessLevel,
    BillingPeriod,
    CompanySize,
    Grant,
    InvoiceStatus,
    OnboardingStatus,
    Plan,
    SubscriptionStatus,
    Word,
)

Schema = dict[str, Any]

_BOOLEAN: Schema = {"type": "boolean"}
# Ten billion euros; of the greatest, nine million fit into a sum of a month or a firm, which has 64 bits.
_MOST_MINOR = 10**12
_MINOR: Schema = {
    "type": "integer",
    "minimum": -_MOST_MINOR,
    "maximum": _MOST_MINOR,
    "description": "Whole minor units (cents, øre) of the account's currency.",
}
_NAME: Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}$"}
_MOMENT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$",
    "description": "RFC 3339, with an offset.",
}
_DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_CURRENCY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}


def _text(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": "^[^\\u0000-\\u001f\\u007f]+$"}


def _word(words: type[Word]) -> Schema:
    return {"enum": [word.value for word in words]}


def _object(required: str, **properties: Schema) -> Schema:
    """An object; members beyond the known ones are allowed, so that the platform can add some."""
    return {"type": "object", "required": required.split(), "properties": properties}


# Mail servers take no other letters everywhere; an international domain is told in its `xn--` form.
_EMAIL: Schema = {
    "type": "string",
    "maxLength": 254,
    "pattern": "^[A-Za-z0-9!#%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$",
}
_ADMIN = _object("name email", name=_text(200), email=_EMAIL, phone=_text(40))
_GRANTS: Schema = {"type": "array", "items": _word(Grant), "maxItems": len(Grant)}

DATA: Mapping[FactKind, Schema] = {
    FactKind.EXPENSE_SUBMITTED: _object(
        "expense amountMinor currency",
        expense=_NAME,
        amountMinor=_MINOR,
        currency=_CURRENCY,
        spentOn=_DATE | {"description": "Decides the month; else `at` does, in the client's time zone."},
        hasReceipt=_BOOLEAN,
    ),
    FactKind.RECEIPT_ADDED: _object("expense", expense=_NAME),
    FactKind.EXPENSE_REVIEWED: _object("expense review", expense=_NAME, review=_word(ExpenseReview)),
    FactKind.EXPENSE_EXPORTED: _object("expense", expense=_NAME),
    FactKind.BALANCE_CHANGED: _object(
        "balanceMinor",
        balanceMinor=_MINOR,
        lowBalanceMinor={"type": ["integer", "null"], "minimum": 0, "maximum": _MOST_MINOR},
        dailySpendMinor={"type": "integer", "minimum": 0, "maximum": _MOST_MINOR},
    ),
    FactKind.LEVEL_CHANGED: _object("level", level=_word(AccessLevel)),
    FactKind.GRANT_CHANGED: _object("grant granted", grant=_word(Grant), granted=_BOOLEAN),
    FactKind.GRANT_OFFERED: _object("grant", grant=_word(Grant), message=_text(500)),
    FactKind.POA_CHANGED: _object("granted", granted=_BOOLEAN),
    FactKind.ONBOARDING_STEP: _object("status", status=_word(OnboardingStatus), note=_text(500)),
    FactKind.JOB_STARTED: _object("job", job=_NAME),
    FactKind.JOB_ENDED: _object("job succeeded", job=_NAME, succeeded=_BOOLEAN),
    FactKind.SUBSCRIPTION_CHANGED: _object(
        "plan status billingPeriod seats priceMinor currency startedAt",
        plan=_word(Plan),
        status=_word(SubscriptionStatus),
        statusSince=_MOMENT | {"description": "Since when it has this status; else since `at`."},
        billingPeriod=_word(BillingPeriod),
        seats={"type": "integer", "minimum": 0, "maximum": 10**6},
        priceMinor=_MINOR,
        currency=_CURRENCY,
        startedAt=_MOMENT,
        renewsOn=_DATE,
    ),
    FactKind.INVOICE_CHANGED: _object(
        "number status issuedOn dueOn totalMinor currency",
        number=_text(40),
        status=_word(InvoiceStatus),
        issuedOn=_DATE,
        dueOn=_DATE,
        totalMinor=_MINOR,
        currency=_CURRENCY,
        pdfUrl={"type": "string", "pattern": "^https://[!-~]+$", "maxLength": 500},
    ),
    FactKind.CLIENT_JOINED: _object(
        "name country registrationNumber companySize admin level",
        name=_text(200),
        country={"type": "string", "pattern": "^[A-Z]{2}$"},
        registrationNumber=_text(40),
        companySize=_word(CompanySize),
        admin=_ADMIN,
        level=_word(AccessLevel),
        grants=_GRANTS,
        isVerified=_BOOLEAN,
    ),
    FactKind.CLIENT_LEFT: _object("", reason=_text(500)),
    FactKind.INVITE_WITHDRAWN: _object(
        "country registrationNumber",
        country={"type": "string", "pattern": "^[A-Z]{2}$"},
        registrationNumber=_text(40),
    ),
    FactKind.INTEGRATION_CHANGED: _object(
        "isBroken",
        isBroken=_BOOLEAN,
        since=_MOMENT | {"description": "Since when the connection is broken; else since `at`."},
    ),
    FactKind.OWN_COMPANY_CREATED: _object("account", account=_text(40)),
    FactKind.OWN_COMPANY_FAILED: _object("reason", reason=_text(300)),
    FactKind.ACCOUNT_CHECKED: _object(""),
}

ENVELOPE = _object(
    "id client sequence at kind data",
    id=_NAME | {"description": "The fact's name on the platform."},
    partner=_text(64)
    | {
        "description": "The firm: its id, or its country and registration number as `DK:12345678`.",
    },
    client=_text(64)
    | {
        "description": "The client: its account number on the platform, or its id here.",
    },
    sequence={
        "type": "integer",
        "minimum": 1,
        "maximum": 2**53 - 1,
        "description": "Counts the facts about this client, without holes.",
    },
    at=_MOMENT,
    kind={"type": "string", "pattern": "^[a-z][a-z0-9_.]{0,59}$"},
    data={"type": "object"},
)


def published() -> Schema:
    """The whole form in one schema, for senders; a kind that is not listed may have any `data`."""
    rules = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"const": kind.value}}},
            "then": {"properties": {"data": data | {"description": kind.meaning}}},
        }
        for kind, data in DATA.items()
    ]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A fact about a client"}
    return head | ENVELOPE | {"allOf": rules}
