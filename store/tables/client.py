"""Clients: company facts, access, onboarding, wallet and verdict of one company's spend account; words, tags, notes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Uuid,
    false,
    text,
)

from store.tables.base import METADATA, SORTED_TEXT, Moment, belongs_to, own_id, partner_key, words

_SHOWN = "access_status = 'ACTIVE' AND poa_granted"

client = Table(
    "client",
    METADATA,
    partner_key(),
    own_id(),
    # company facts
    Column("name", String(200), nullable=False),
    Column("name_key", SORTED_TEXT, nullable=False),
    Column("legal_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("registration_number", String(40), nullable=False),
    Column("vat_number", String(40)),
    Column("currency", String(3), nullable=False),
    Column("time_zone", String(64), nullable=False),
    words("company_size"),
    Column("industry", String(100)),
    Column("admin_name", String(200)),
    Column("admin_email", String(254)),
    Column("admin_phone", String(40)),
    # The account's name on the platform; the hand-over leads there.
    Column("account_number", String(40), nullable=False),
    # The firm's own name for it, such as its number in the firm's books.
    Column("external_reference", String(100)),
    words("status"),
    # access
    words("access_status"),
    words("level"),
    Column("grants", Integer, nullable=False, server_default="0"),
    Column("poa_granted", Boolean, nullable=False, server_default=false()),
    Column("poa_changed_at", Moment),
    # onboarding
    words("onboarding_status"),
    Column("onboarding_note", String(500)),
    Column("onboarding_answer", String(2000)),
    words("waiting_on", nullable=True),
    Column("waiting_since", Moment),
    # wallet, in minor units of `currency`
    Column("balance_minor", BigInteger, nullable=False, server_default="0"),
    Column("low_balance_minor", BigInteger),
    Column("daily_spend_minor", BigInteger),
    Column("balance_at", Moment),
    # What orders and totals may use: figures of a client that cannot be read move nothing.
    Column("figures_hidden", SmallInteger, Computed(f"CASE WHEN {_SHOWN} THEN 0 ELSE 1 END", persisted=True)),
    Column(
        "shown_balance_minor", BigInteger, Computed(f"CASE WHEN {_SHOWN} THEN balance_minor ELSE 0 END", persisted=True)
    ),
    # The same, the richest first; a column for the reason given at `signal.count_rank`.
    Column(
        "shown_balance_rank", BigInteger, Computed(f"CASE WHEN {_SHOWN} THEN -balance_minor ELSE 0 END", persisted=True)
    ),
    # verdict; `attention_order` is `domain.attention.Attention.order`
    Column("attention_level", SmallInteger, nullable=False, server_default="0"),
    Column("signal_count", SmallInteger, nullable=False, server_default="0"),
    Column("attention_since", Moment),
    Column("attention_order", BigInteger, nullable=False),
    Column("facts_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    # since when things are wrong, None while they are not; `low_since` belongs to the attention rules
    Column("low_since", Moment),
    Column("billing_blocked_since", Moment),
    Column("integration_broken_since", Moment),
    # A company that has left may be invited and come back.
    Index(
        "uq_client_company",
        "partner_id",
        "country",
        "registration_number",
        unique=True,
        sqlite_where=text("access_status <> 'DISCONNECTED'"),
        postgresql_where=text("access_status <> 'DISCONNECTED'"),
    ),
    Index("ix_client_account", "partner_id", "account_number"),
    Index("ix_client_name", "partner_id", "name_key", "id"),
    Index("ix_client_attention", "partner_id", "attention_order", "name_key", "id"),
    Index("ix_client_balance_low", "partner_id", "figures_hidden", "currency", "shown_balance_minor", "name_key", "id"),
    Index("ix_client_balance_high", "partner_id", "figures_hidden", "currency", "shown_balance_rank", "name_key", "id"),
    Index("ix_client_status", "partner_id", "status", "name_key", "id"),
    Index("ix_client_level", "partner_id", "level", "name_key", "id"),
    Index("ix_client_attention_level", "partner_id", "attention_level", "name_key", "id"),
    Index("ix_client_onboarding", "partner_id", "onboarding_status", "waiting_since", "id"),
)

client_word = Table(
    "client_word",
    METADATA,
    partner_key(),
    Column("word", SORTED_TEXT, primary_key=True),
    Column("client_id", Uuid, primary_key=True),
    belongs_to("client", "client_id", cascade=True),
    Index("ix_client_word_client", "partner_id", "client_id"),
)

client_tag = Table(
    "client_tag",
    METADATA,
    partner_key(),
    # Folded, so that `VIP` and `vip` are one tag; `tag` is as it was written.
    Column("tag_key", SORTED_TEXT, primary_key=True),
    Column("client_id", Uuid, primary_key=True),
    Column("tag", String(50), nullable=False),
    belongs_to("client", "client_id", cascade=True),
    Index("ix_client_tag_client", "partner_id", "client_id"),
)

client_note = Table(
    "client_note",
    METADATA,
    partner_key(),
    own_id(),
    Column("client_id", Uuid, nullable=False),
    Column("text", String(2000), nullable=False),
    Column("written_by", Uuid, nullable=False),
    Column("written_at", Moment, nullable=False),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "written_by"),
    Index("ix_client_note_client", "partner_id", "client_id", "id"),
)
