"""Grant requests: what the firm asks of a client, or a client offers, beyond the access level."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_PENDING = text("status = 'PENDING'")

grant_request = Table(
    "grant_request",
    METADATA,
    partner_key(),
    own_id(),
    Column("client_id", Uuid, nullable=False),
    words("grant"),
    words("direction"),
    words("status"),
    Column("message", String(2000)),
    # SHA-256 of the secret by which the client answers, and later revokes.
    Column("token_hash", LargeBinary(32)),
    # The colleague who asked, and the one who answered an offer.
    Column("requested_by", Uuid),
    Column("answered_by", Uuid),
    Column("reason", String(500)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("ended_at", Moment),
    # When the mail with the link came back.
    Column("bounced_at", Moment),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "requested_by"),
    belongs_to("colleague", "answered_by"),
    Index(
        "uq_grant_request_pending",
        "partner_id",
        "client_id",
        "grant",
        unique=True,
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    ),
    Index("ix_grant_request_client", "partner_id", "client_id", "id"),
    # The client comes with the secret alone, before the partner is known.
    Index("uq_grant_request_token", "token_hash", unique=True),
)
