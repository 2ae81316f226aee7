"""The gateway's own keys, which sign the tokens of integrations; of no partner, and sealed."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from store.tables.base import METADATA, Moment

signing_key = Table(
    "signing_key",
    METADATA,
    # Two processes that make the next key at once make the same number: one of them wins.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    # Published before, so that everybody knows it by then.
    Column("signs_from", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("created_at", Moment, nullable=False),
)
