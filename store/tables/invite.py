"""Invites of every kind: to a new client, from a client, to a colleague."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Uuid, false, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_OPEN_OUTBOUND = text("kind = 'CLIENT' AND status = 'SENT'")
_OPEN_INBOUND = text("kind = 'INBOUND' AND status = 'RECEIVED'")

invite = Table(
    "invite",
    METADATA,
    partner_key(),
    own_id(),
    words("kind"),
    words("status"),
    # SHA-256 of the secret in the mail; the secret itself is stored nowhere.
    Column("token_hash", LargeBinary(32)),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(40)),
    Column("message", String(2000)),
    # outbound and inbound: the company
    Column("company_name", String(200)),
    Column("country", String(2)),
    Column("registration_number", String(40)),
    words("company_size", nullable=True),
    # inbound: what the client lets the firm do once it is accepted, and its account on the platform
    words("offered_level", nullable=True),
    Column("offered_grants", Integer, nullable=False, server_default="0"),
    Column("account_number", String(40)),
    Column("is_verified", Boolean, nullable=False, server_default=false()),
    # to a colleague
    words("role", nullable=True),
    Column("colleague_id", Uuid),
    # what became of it
    Column("client_id", Uuid),
    Column("invited_by", Uuid),
    Column("sent_at", Moment, nullable=False),
    Column("send_count", Integer, nullable=False, server_default="1"),
    Column("opened_at", Moment),
    Column("expires_at", Moment, nullable=False),
    # since when it asks for attention, once that was told
    Column("stale_since", Moment),
    # until when that is set aside, by whom and why
    Column("snoozed_until", Moment),
    Column("snoozed_by", Uuid),
    Column("snooze_reason", String(500)),
    Column("answered_at", Moment),
    Column("decline_reason", String(500)),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("colleague", "colleague_id"),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "invited_by"),
    Index(
        "uq_invite_open_company",
        "partner_id",
        "country",
        "registration_number",
        unique=True,
        sqlite_where=_OPEN_OUTBOUND,
        postgresql_where=_OPEN_OUTBOUND,
    ),
    Index(
        "uq_invite_open_inbound",
        "partner_id",
        "country",
        "registration_number",
        unique=True,
        sqlite_where=_OPEN_INBOUND,
        postgresql_where=_OPEN_INBOUND,
    ),
    Index("ix_invite_kind", "partner_id", "kind", "status", "id"),
    Index("ix_invite_colleague", "partner_id", "colleague_id"),
    Index("ix_invite_client", "partner_id", "client_id"),
    Index("ix_invite_inviter", "partner_id", "invited_by", "id"),
    # An invited person comes with the secret alone, before the partner is known.
    Index("uq_invite_token", "token_hash", unique=True),
)
