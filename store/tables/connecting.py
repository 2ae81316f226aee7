"""Connect links: one-time links by which a company that is on the platform lets the firm in."""

from sqlalchemy import Column, Index, LargeBinary, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_OPEN = text("used_at IS NULL")

connect_link = Table(
    "connect_link",
    METADATA,
    partner_key(),
    own_id(),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("company_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("registration_number", String(40), nullable=False),
    words("company_size"),
    # Empty for an integration.
    Column("created_by", Uuid),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    # The inbound invite that it became.
    Column("invite_id", Uuid),
    belongs_to("colleague", "created_by"),
    belongs_to("invite", "invite_id"),
    # One open link per company: a new one replaces it.
    Index(
        "uq_connect_link_open",
        "partner_id",
        "country",
        "registration_number",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("uq_connect_link_token", "token_hash", unique=True),
)
