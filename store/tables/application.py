"""Applications of firms to become partners; they belong to the platform until there is a partner."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Uuid

from store.tables.base import METADATA, Moment, own_id, partner_key, words

application = Table(
    "application",
    METADATA,
    # `domain.platform.PLATFORM`
    partner_key(),
    own_id(),
    words("status"),
    # SHA-256 of the secret in the newest mail; the secret itself is stored nowhere.
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("contact_name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    # Empty while a practice that a client invited has not described itself.
    Column("firm_name", String(200)),
    Column("country", String(2)),
    Column("registration_number", String(40)),
    Column("phone", String(40)),
    Column("client_count", Integer),
    # The inbound invite of the client that invited the practice, which waits for there to be a firm.
    Column("client_invite", JSON(none_as_null=True)),
    # Of whichever firm: the referral that brought the applicant here.
    Column("referral_id", Uuid),
    Column("agreement_version", String(40)),
    # Why an operator rejected it.
    Column("reason", String(500)),
    # The partner that it became, or that its firm was already.
    Column("became_id", Uuid),
    # When the admins of a firm that was a partner already were told.
    Column("firm_told_at", Moment),
    Column("sent_at", Moment, nullable=False),
    # When its newest mail came back.
    Column("bounced_at", Moment),
    Column("send_count", Integer, nullable=False, server_default="1"),
    Column("expires_at", Moment, nullable=False),
    Column("watched_at", Moment),
    Column("ended_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_application_status", "partner_id", "status", "id"),
    Index("ix_application_email", "partner_id", "email", "id"),
    Index("ix_application_firm", "partner_id", "country", "registration_number"),
    # An applicant comes with the secret alone.
    Index("uq_application_token", "token_hash", unique=True),
)
