"""Webhooks: where an integration is told of events, and the queue and log of what is sent there."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_WAITING = text("status = 'QUEUED'")

webhook = Table(
    "webhook",
    METADATA,
    partner_key(),
    own_id(),
    Column("integration_id", Uuid, nullable=False),
    Column("url", String(2000), nullable=False),
    Column("document", Text, nullable=False),
    Column("variables", JSON, nullable=False),
    words("status"),
    words("stopped_because", nullable=True),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("secret_since", Moment, nullable=False),
    # Signs as well until its end.
    Column("old_sealed_secret", LargeBinary),
    Column("old_secret_ends_at", Moment),
    # The place in the partner's log up to which its deliveries are queued.
    Column("position", BigInteger, nullable=False),
    # Since when nothing got through; empty while the last delivery did.
    Column("failing_since", Moment),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Uuid),
    Column("version", Integer, nullable=False, server_default=text("1")),
    belongs_to("integration", "integration_id", cascade=True),
    Index("ix_webhook_integration", "partner_id", "integration_id", "id"),
)

webhook_delivery = Table(
    "webhook_delivery",
    METADATA,
    partner_key(),
    # The same for the same webhook and event, however often that is told.
    own_id(),
    Column("webhook_id", Uuid, nullable=False),
    words("kind"),
    # What it tells of, as the event of the log had it, which may be gone by then; a test has none.
    Column("position", BigInteger, nullable=False),
    Column("event_id", Uuid),
    Column("event_kind", String(60), nullable=False),
    words("object_kind"),
    Column("object_id", Uuid, nullable=False),
    Column("client_id", Uuid),
    Column("payload", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    # Deliveries of one lane go out one after another: that of a client, or else of an object.
    Column("lane", Uuid, nullable=False),
    Column("cursor", String(100)),
    words("status"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("queued_at", Moment, nullable=False),
    # When it is to be tried; whoever tries it puts this off first, so that nobody else tries it meanwhile.
    Column("due_at", Moment, nullable=False),
    Column("settled_at", Moment),
    # Of the last attempt: the receiver's HTTP status, how long it took, what it answered, or why it could not be asked.
    Column("last_status", Integer),
    Column("duration_ms", Integer),
    Column("excerpt", String(200)),
    Column("failure", String(300)),
    belongs_to("webhook", "webhook_id", cascade=True),
    Index("ix_webhook_delivery_log", "partner_id", "webhook_id", "queued_at", "id"),
    Index("ix_webhook_delivery_newest", "partner_id", "queued_at", "id"),
    Index(
        "ix_webhook_delivery_lane",
        "partner_id",
        "webhook_id",
        "lane",
        "position",
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
    Index(
        "ix_webhook_delivery_due",
        "partner_id",
        "webhook_id",
        "due_at",
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
)
