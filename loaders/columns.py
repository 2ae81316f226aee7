"""What the rows of each type consist of, and what they have even when nobody asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, String, Uuid, func, literal, literal_column, select

from store.attention import ALL_CLIENTS
from store.statement import SameForAll
from store.tables import (
    application,
    assignment,
    assignment_source,
    audit_detail,
    audit_entry,
    certificate,
    client,
    client_note,
    colleague,
    digest,
    enrolment,
    grant_request,
    integration,
    invite,
    invoice,
    month_figure,
    partner,
    points_entry,
    referral,
    signal,
    subscription,
    team,
    webhook,
    webhook_delivery,
)

# The names of the columns that an operation reads; None for all of them.
Asked: TypeAlias = frozenset[str] | None
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Columns:
    """The rows behind some GraphQL types: all `stored` columns, or only those `always` there and those asked for.

    What is always there is what code looks at on its own: ids, keys of relations, facts that gates judge.
    """

    types: tuple[str, ...]
    stored: tuple[ColumnElement[Any], ...]
    always: frozenset[str]
    typename: ColumnElement[str]

    def asked_in(self, asked: Mapping[str, frozenset[str]]) -> Asked:
        """What an operation reads of these rows, as a key of kept statements."""
        found = [asked[name] for name in self.types if name in asked]
        # A row may be of any of its types; one that is not spoken of keeps everything.
        return frozenset().union(*found) - self.always if len(found) == len(self.types) else None

    def of(self, asked: Asked) -> list[ColumnElement[Any]]:
        """The columns to select, `typename` among them."""
        wanted = [column for column in self.stored if asked is None or column.key in self.always | asked]
        return [*wanted, self.typename]


def _rows(types: str, stored: Iterable[ColumnElement[Any]], always: str, typename: str = "") -> Columns:
    names = tuple(types.split())
    told = literal_column(typename, String()).label("typename") if typename else SameForAll("typename", names[0])
    return Columns(names, tuple(stored), frozenset(always.split()), told)


_INVITE_TYPE = (
    "CASE invite.kind WHEN 'CLIENT' THEN 'ClientInvite' WHEN 'INBOUND' THEN 'InboundInvite' ELSE 'ColleagueInvite' END"
)

PARTNER = _rows("Partner", partner.c, "id country time_zone currency")
CLIENT = _rows("Client", client.c, "id currency time_zone access_status poa_granted level grants")
COLLEAGUE = _rows("Colleague", colleague.c, "id")
TEAM = _rows("Team", team.c, "id")
INVOICE = _rows("Invoice", invoice.c, "id client_id currency")
SUBSCRIPTION = _rows("Subscription", subscription.c, "client_id currency")
# Signals are not written again when facts come that change nothing: how old these are, the client says.
_FACTS_AT = (
    select(client.c.facts_at)
    .where(client.c.partner_id == signal.c.partner_id, client.c.id == signal.c.client_id)
    .scalar_subquery()
    .label("facts_at")
)
SIGNAL = _rows(
    "Signal",
    (_FACTS_AT if column.key == "facts_at" else column for column in signal.c),
    "client_id kind level since currency",
)
MONTH = _rows("MonthProgress", month_figure.c, "client_id month currency")
# The status of these depends on the moment: their loaders say what it is.
ASSIGNMENT = _rows(
    "Assignment", (column for column in assignment.c if column.key != "status"), "id client_id colleague_id"
)
# An assignment as one of the clients that a colleague reaches; whether it is orphaned, its loader says.
REACH = _rows("ReachedClient", (column for column in assignment.c if column.key != "status"), "id client_id")
SOURCE = _rows(
    "AssignmentReason",
    (column for column in assignment_source.c if column.key != "status"),
    "id assignment_id team_id created_by",
)
# What secrets hash to is nobody's to read.
INTEGRATION = _rows(
    "Integration",
    (column for column in integration.c if column.key not in {"secret_hash", "old_secret_hash"}),
    "id client_id",
)
INVITE = _rows(
    "ClientInvite InboundInvite ColleagueInvite",
    (column for column in invite.c if column.key not in {"status", "token_hash"}),
    "id kind client_id colleague_id invited_by sent_at expires_at",
    _INVITE_TYPE,
)
AUDIT = _rows(
    "AuditEvent",
    (
        *(column for column in audit_entry.c if not column.key.endswith("hash")),
        *(audit_detail.c[name] for name in ("before", "after", "reason", "origin")),
    ),
    "id position actor_id client_id",
)
GRANT_REQUEST = _rows(
    "GrantRequest",
    (column for column in grant_request.c if column.key not in {"status", "token_hash"}),
    "id client_id requested_by answered_by",
)
APPLICATION = _rows(
    "PartnerApplication",
    (column for column in application.c if column.key not in {"status", "token_hash", "referral_id"}),
    "id expires_at",
)
NOTE = _rows("ClientNote", client_note.c, "id client_id written_by")
POINTS = _rows("PointsEntry", points_entry.c, "id client_id colleague_id referral_id")
REFERRAL = _rows(
    "Referral",
    (column for column in referral.c if column.key not in {"status", "token_hash"}),
    "id client_id referred_by",
)
WEBHOOK = _rows(
    "Webhook",
    (column for column in webhook.c if column.key not in {"sealed_secret", "old_sealed_secret"}),
    "id integration_id created_by",
)
DELIVERY = _rows("WebhookDelivery", webhook_delivery.c, "id webhook_id client_id status due_at")
# A digest of all clients has no client.
_ONE_CLIENT = func.nullif(digest.c.client_id, literal(ALL_CLIENTS, Uuid()), type_=Uuid()).label("client_id")
DIGEST = _rows(
    "Digest",
    (_ONE_CLIENT if column.key == "client_id" else column for column in digest.c),
    "id client_id colleague_id frequency",
)
ENROLMENT = _rows("Enrolment", enrolment.c, "id colleague_id course_id enrolled_by")
CERTIFICATE = _rows(
    "Certificate",
    (column for column in certificate.c if column.key != "status"),
    "id colleague_id course_id enrolment_id",
)
