"""What every change leaves behind: audit, outbox event, mail to send, remembered answer."""

from sqlalchemy import JSON, BigInteger, Column, Identity, Index, Integer, LargeBinary, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, own_id, partner_key, words

_WAITING = text("status = 'QUEUED'")
_BIG = BigInteger().with_variant(Integer, "sqlite")

# Append-only and hash-chained per partner; what may have to be erased lies beside it, in `audit_detail`.
audit_entry = Table(
    "audit_entry",
    METADATA,
    partner_key(),
    Column("position", BigInteger, primary_key=True),
    Column("id", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    words("actor_kind"),
    Column("actor_id", Uuid),
    Column("action", String(60), nullable=False),
    words("object_kind"),
    Column("object_id", Uuid, nullable=False),
    Column("client_id", Uuid),
    Column("detail_hash", LargeBinary(32), nullable=False),
    # None where nobody noted where it came from.
    Column("origin_hash", LargeBinary(32)),
    Column("previous_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("uq_audit_entry_id", "partner_id", "id", unique=True),
    Index("ix_audit_entry_object", "partner_id", "object_id", "position"),
    Index("ix_audit_entry_client", "partner_id", "client_id", "position"),
    Index("ix_audit_entry_actor", "partner_id", "actor_id", "position"),
)

audit_detail = Table(
    "audit_detail",
    METADATA,
    partner_key(),
    Column("entry_id", Uuid, primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("reason", String(500)),
    # Where it came from (`domain.audit.Origin`), with a salt of its own: it may have to be erased alone.
    Column("origin_salt", LargeBinary(16)),
    Column("origin", JSON(none_as_null=True)),
)

# The log of events: the positions of a partner are the order of its commits, those of several are in no order.
outbox_event = Table(
    "outbox_event",
    METADATA,
    Column("position", _BIG, Identity(always=False), primary_key=True),
    Column("partner_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("transaction_id", BigInteger, nullable=False),
    Column("kind", String(60), nullable=False),
    words("object_kind"),
    Column("object_id", Uuid, nullable=False),
    Column("client_id", Uuid),
    Column("payload", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_outbox_event_place", "partner_id", "position"),
    Index("ix_outbox_event_order", "transaction_id", "position"),
)

mail = Table(
    "mail",
    METADATA,
    partner_key(),
    own_id(),
    Column("kind", String(60), nullable=False),
    Column("to_name", String(200), nullable=False),
    Column("to_email", String(254), nullable=False),
    Column("params", JSON, nullable=False),
    # The link's secret, encrypted with the server's key; wiped once the mail is sent.
    Column("sealed_secret", LargeBinary),
    # QUEUED, then SENT, BOUNCED (the address refused it), DEAD (given up) or POINTLESS (its link is dead)
    words("status"),
    Column("created_at", Moment, nullable=False),
    # The invite whose link it carries.
    Column("invite_id", Uuid),
    # The digest that it is; what it says is found out when it is sent.
    Column("digest_id", Uuid),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When it is to be tried; whoever tries it puts this off first, so that nobody else tries it meanwhile.
    Column("due_at", Moment),
    Column("settled_at", Moment),
    Column("failure", String(300)),
    Index("ix_mail_status", "status", "created_at"),
    Index("ix_mail_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_mail_digest", "partner_id", "digest_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
)

idempotency = Table(
    "idempotency",
    METADATA,
    partner_key(),
    Column("principal", String(600), primary_key=True),
    Column("mutation", String(60), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("input_hash", LargeBinary(32), nullable=False),
    Column("outcome", JSON(none_as_null=True)),
    Column("created_at", Moment, nullable=False),
    Index("ix_idempotency_created", "created_at"),
)
