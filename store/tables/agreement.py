"""The partner agreements that firms have agreed to, the newest in force; a signatory may have been erased."""

from sqlalchemy import Column, Index, String, Table, Uuid

from store.tables.base import METADATA, Moment, own_id, partner_key

agreement = Table(
    "agreement",
    METADATA,
    partner_key(),
    own_id(),
    # Which text was agreed to, as `domain.agreement.VERSION` names it: a word, no counter of changes.
    Column("version", String(40), nullable=False),
    Column("agreed_at", Moment, nullable=False),
    Column("signatory_name", String(200), nullable=False),
    Column("signatory_email", String(254), nullable=False),
    # The application that led to it; empty for a firm that the operator entered.
    Column("application_id", Uuid),
    Index("ix_agreement_agreed", "partner_id", "agreed_at"),
)
