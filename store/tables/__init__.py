"""The tables of the store, one module per noun; every key, foreign key and index starts with the partner's id."""

from store.tables.academy import certificate, enrolment, lesson_done, quiz_attempt
from store.tables.agreement import agreement
from store.tables.application import application
from store.tables.assignment import assignment, assignment_source
from store.tables.attention import attention_rule, due
from store.tables.base import METADATA
from store.tables.billing import invoice, subscription
from store.tables.bookkeeping import month_figure, signal
from store.tables.client import client, client_note, client_tag, client_word
from store.tables.colleague import colleague
from store.tables.connecting import connect_link
from store.tables.digest import digest
from store.tables.facts import client_feed, expense, export_job, fact
from store.tables.granting import grant_request
from store.tables.handover import handover
from store.tables.integration import (
    integration,
    integration_assertion,
    integration_client,
    integration_deprecation,
    integration_key,
)
from store.tables.invite import invite
from store.tables.journal import audit_detail, audit_entry, idempotency, mail, outbox_event
from store.tables.own_company import own_company
from store.tables.partner import partner
from store.tables.partnership import partnership, points_entry
from store.tables.referral import referral
from store.tables.signing import signing_key
from store.tables.team import team, team_client, team_member
from store.tables.totals import client_total, month_total
from store.tables.webhook import webhook, webhook_delivery

__all__ = [
    "METADATA",
    "agreement",
    "application",
    "assignment",
    "assignment_source",
    "attention_rule",
    "audit_detail",
    "audit_entry",
    "certificate",
    "client",
    "client_feed",
    "client_note",
    "client_tag",
    "client_total",
    "client_word",
    "colleague",
    "connect_link",
    "digest",
    "due",
    "enrolment",
    "expense",
    "export_job",
    "fact",
    "grant_request",
    "handover",
    "idempotency",
    "integration",
    "integration_assertion",
    "integration_client",
    "integration_deprecation",
    "integration_key",
    "invite",
    "invoice",
    "lesson_done",
    "mail",
    "month_figure",
    "month_total",
    "outbox_event",
    "own_company",
    "partner",
    "partnership",
    "points_entry",
    "quiz_attempt",
    "referral",
    "signal",
    "signing_key",
    "subscription",
    "team",
    "team_client",
    "team_member",
    "webhook",
    "webhook_delivery",
]
