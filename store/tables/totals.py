"""Totals of whole portfolios: kept by triggers of the database, in the transaction that changes what they count.

A total is the sum over its parts. On PostgreSQL each connection adds to a part of its own, so that transactions that
change clients of one firm at the same time do not wait for one another (`store.totals` folds the parts together).
"""

from sqlalchemy import BigInteger, Column, Integer, SmallInteger, String, Table

from store.tables.base import METADATA, partner_key

client_total = Table(
    "client_total",
    METADATA,
    partner_key(),
    Column("currency", String(3), primary_key=True),
    Column("attention_level", SmallInteger, primary_key=True, autoincrement=False),
    Column("figures_hidden", SmallInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("clients", BigInteger, nullable=False),
    Column("shown_balance_minor", BigInteger, nullable=False),
)

# Of the clients whose figures can be read; `figures` says of how many clients there are some.
month_total = Table(
    "month_total",
    METADATA,
    partner_key(),
    Column("month", String(7), primary_key=True),
    Column("currency", String(3), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("figures", BigInteger, nullable=False),
    Column("submitted_count", BigInteger, nullable=False),
    Column("submitted_minor", BigInteger, nullable=False),
    Column("exported_count", BigInteger, nullable=False),
    Column("exported_minor", BigInteger, nullable=False),
    Column("clients_behind", BigInteger, nullable=False),
)
