"""The accountancy firm, the tenant of everything else."""

from sqlalchemy import Boolean, Column, Integer, String, Table, UniqueConstraint, Uuid, true

from store.tables.base import METADATA, Moment

partner = Table(
    "partner",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("legal_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("registration_number", String(40), nullable=False),
    Column("vat_number", String(40)),
    Column("currency", String(3), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("email", String(254)),
    Column("phone", String(40)),
    Column("website", String(300)),
    Column("street", String(200)),
    Column("postal_code", String(20)),
    Column("city", String(100)),
    Column("cut_off_day", Integer, nullable=False, server_default="10"),
    Column("bookkeepers_may_invite", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("country", "registration_number"),
)
