"""What a client pays for its plan: the subscription and its invoices."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Uuid

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

subscription = Table(
    "subscription",
    METADATA,
    partner_key(),
    Column("client_id", Uuid, primary_key=True),
    words("plan"),
    words("status"),
    words("billing_period"),
    Column("seats", Integer, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("renews_on", Date),
    belongs_to("client", "client_id"),
)

invoice = Table(
    "invoice",
    METADATA,
    partner_key(),
    own_id(),
    Column("client_id", Uuid, nullable=False),
    Column("number", String(40), nullable=False),
    words("status"),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("pdf_url", String(500)),
    # The fact that told it last.
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    belongs_to("client", "client_id"),
    Index("ix_invoice_client", "partner_id", "client_id", "issued_on", "id"),
    Index("ix_invoice_issued", "partner_id", "issued_on", "id"),
)
