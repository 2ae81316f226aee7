"""What the store knows about people, column by column: what erasure has to reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import JSON, Column, String, Table

from store.tables import (
    agreement,
    application,
    assignment_source,
    audit_detail,
    client,
    client_note,
    client_tag,
    colleague,
    fact,
    grant_request,
    idempotency,
    integration,
    invite,
    mail,
    outbox_event,
    own_company,
    partner,
    referral,
    signal,
    team,
    webhook_delivery,
)
from store.tables.base import CODE

_LONGEST_CODE = 3


@dataclass(frozen=True, slots=True)
class About:
    """The columns of a table whose rows say who somebody is.

    `signs` tell of the person wherever they stand (a telephone number); `also` only here (a job title).
    """

    email: str
    name: str | None = None
    signs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


# Rows that are about a person by their address.
ABOUT: Mapping[Table, About] = {
    colleague: About("email", "name", ("subject",), ("issuer", "job_title")),
    invite: About("email", "name", ("phone",)),
    client: About("admin_email", "admin_name", ("admin_phone",)),
    partner: About("email"),
    agreement: About("signatory_email", "signatory_name"),
    referral: About("email", "name"),
    application: About("email", "contact_name", ("phone",)),
}

# Texts in which anybody may be spoken of: what tells of a person is taken out of them.
SPOKEN: Mapping[Table, tuple[str, ...]] = {
    application: ("client_invite", "reason"),
    assignment_source: ("reason",),
    client: ("onboarding_note", "onboarding_answer"),
    client_note: ("text",),
    fact: ("body", "reason"),
    grant_request: ("message", "reason"),
    integration: ("name",),
    invite: ("message", "decline_reason", "snooze_reason"),
    mail: ("to_name", "params", "failure"),
    outbox_event: ("payload",),
    own_company: ("failure_reason",),
    referral: ("message",),
    signal: ("snooze_reason",),
    team: ("description",),
    webhook_delivery: ("payload", "excerpt", "failure"),
}

# What was made of such a text, and is emptied with it.
MADE_OF: Mapping[Table, tuple[str, ...]] = {integration: ("name_key",)}

# Emptied in the entries of what the person did, whatever it says: `store.erasing` does so.
TRACKED: Mapping[Table, tuple[str, ...]] = {audit_detail: ("origin",)}

# Rows that go as a whole when they speak of a person: the audit chain keeps only a hash of its details, a tag is
# nothing but its word, and a remembered answer is of no use to somebody who has left.
DROPPED: Mapping[Table, tuple[str, ...]] = {
    audit_detail: ("before", "after", "reason"),
    client_tag: ("tag", "tag_key"),
    idempotency: ("principal", "outcome"),
}

# Texts that never are about a person: companies, firms and teams, and names given by programs.
IMPERSONAL: Mapping[str, frozenset[str]] = {
    table: frozenset(columns.split())
    for table, columns in {
        "agreement": "version",
        "application": "firm_name registration_number agreement_version",
        "attention_rule": "limits",
        "audit_entry": "action",
        "certificate": "number course_title",
        "client": "name name_key legal_name registration_number vat_number industry account_number external_reference "
        "time_zone",
        "client_feed": "gaps registers",
        "client_word": "word",
        "colleague": "name_key",
        "connect_link": "company_name registration_number",
        "enrolment": "course_title",
        "expense": "expense_id month",
        "export_job": "job_id",
        "fact": "fact_id kind",
        "idempotency": "mutation key",
        "integration": "name_key issuer client_id scopes",
        "integration_deprecation": "coordinate reason",
        "integration_key": "kid jwk",
        "invite": "company_name registration_number account_number",
        "invoice": "number pdf_url",
        "mail": "kind to_email",
        "month_figure": "month",
        "month_total": "month",
        "outbox_event": "kind",
        "own_company": "account_number",
        "partner": "name legal_name registration_number vat_number time_zone phone website street postal_code city",
        "partnership": "closed_month",
        "points_entry": "cause month",
        "referral": "company_name registration_number",
        "signal": "name_key rule threshold",
        "team": "name name_key",
        "webhook": "url document variables",
        "webhook_delivery": "event_kind cursor",
    }.items()
}


def unclassified(table: Table) -> list[str]:
    """Columns that can hold words and of which nobody has said whether they are about people."""
    about = ABOUT.get(table)
    known = {about.email, about.name, *about.signs, *about.also} if about else set()
    known |= {*SPOKEN.get(table, ()), *TRACKED.get(table, ()), *DROPPED.get(table, ()), *IMPERSONAL.get(table.name, ())}
    return [column.name for column in table.columns if _holds_words(column) and column.name not in known]


def _holds_words(column: Column[object]) -> bool:
    if isinstance(column.type, String):
        return not column.info.get(CODE) and (column.type.length or _LONGEST_CODE + 1) > _LONGEST_CODE
    return isinstance(column.type, JSON)
