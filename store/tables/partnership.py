"""The partnership of a firm: where it stands, and the ledger of its points, to which rows are only ever added."""

from sqlalchemy import Column, Index, Integer, String, Table, Uuid

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

# A firm without a row has not been looked at yet; it stands at the lowest tier.
partnership = Table(
    "partnership",
    METADATA,
    partner_key(),
    words("tier"),
    Column("since", Moment, nullable=False),
    # Set while the tier is not earned: when it falls.
    Column("falls_at", Moment),
    # The last month of which it is settled who was on time.
    Column("closed_month", String(7), nullable=False),
)

points_entry = Table(
    "points_entry",
    METADATA,
    partner_key(),
    own_id(),
    words("kind"),
    # What earned (or lost) them: each cause of a kind counts once.
    Column("cause", String(80), nullable=False),
    Column("points", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("client_id", Uuid),
    Column("colleague_id", Uuid),
    Column("referral_id", Uuid),
    # MONTH_ON_TIME: which month, and of how many clients.
    Column("month", String(7)),
    Column("clients", Integer),
    belongs_to("client", "client_id"),
    belongs_to("colleague", "colleague_id"),
    belongs_to("referral", "referral_id"),
    Index("uq_points_entry_cause", "partner_id", "kind", "cause", unique=True),
    Index("ix_points_entry_at", "partner_id", "at", "id"),
    Index("ix_points_entry_expires", "partner_id", "expires_at"),
)
