"""What all tables share: naming convention, UTC moments, the partner column, keys within a partner."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, ForeignKeyConstraint, MetaData, String, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_INFINITE = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite drops offsets, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Stores UTC; refuses naive moments, and the ends of time, which PostgreSQL's driver takes for infinity."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        utc = value.astimezone(UTC)
        if utc in _INFINITE:
            raise ValueError("the first and the last moment cannot be stored")
        return utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """PostgreSQL's driver gives aware UTC by itself."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Reads aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Compared byte by byte on both databases, so that orders and cursors agree.
SORTED_TEXT = String().with_variant(String(collation="C"), "postgresql")


# Marks columns of closed words, which never speak of anybody; `store.personal` looks at all others.
CODE = "code"


def partner_key() -> Column[UUID]:
    """The tenant's id: first column of every primary key."""
    return Column("partner_id", Uuid, ForeignKey("partner.id"), primary_key=True)


def own_id() -> Column[UUID]:
    """A UUIDv7, second column of the primary key."""
    return Column("id", Uuid, primary_key=True)


def words(name: str, **options: Any) -> Column[str]:
    """A column that holds one of a closed list of words (see `domain.vocabulary`)."""
    options.setdefault("nullable", False)
    return Column(name, String(40), info={CODE: True}, **options)


def belongs_to(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    """A foreign key to another table of the same partner."""
    return ForeignKeyConstraint(
        ["partner_id", column],
        [f"{table}.partner_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )
