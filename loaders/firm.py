"""Which firms there are, and which one a sender of facts means, before a tenant is known."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, select

from domain.ids import IdKind, decode, encode
from domain.platform import PLATFORM
from store.engine import Store
from store.reading import Reader, Row
from store.statement import bound
from store.tables import partner
from store.tenancy import Keys


async def firm_named(store: Store, name: str) -> UUID | None:
    """The firm with a public id, or a country and registration number as `DK:12345678`; None if there is none."""
    id = decode(IdKind.PARTNER, name)
    country, _, number = name.partition(":")
    reader = Reader(store, Keys(worker=True))
    try:
        rows = await reader.fetch(_named, (id is not None,), {"id": id, "country": country, "number": number})
    finally:
        await reader.close()
    return rows[0].id if rows else None


async def every_firm(store: Store) -> list[UUID]:
    """All firms of the installation; raises StoreFault."""
    reader = Reader(store, Keys(worker=True))
    try:
        return [row.id for row in await reader.fetch(_every, (), {})]
    finally:
        await reader.close()


async def firms_by_name(store: Store) -> Sequence[Row]:
    """All firms of the installation in the order of their names, each with what tells it from the others."""
    reader = Reader(store, Keys(worker=True))
    try:
        return await reader.fetch(_by_name, (), {"platform": PLATFORM})
    finally:
        await reader.close()


async def names_of_firm(store: Store, id: UUID) -> frozenset[str]:
    """All names by which facts may mean a firm."""
    reader = Reader(store, Keys(partner_id=id))
    try:
        rows = await reader.fetch(_registered, (), {"id": id})
    finally:
        await reader.close()
    return frozenset({encode(IdKind.PARTNER, id), *(f"{row.country}:{row.registration_number}" for row in rows)})


def _every() -> Select[Any]:
    return select(partner.c.id).order_by(partner.c.id)


def _by_name() -> Select[Any]:
    named = select(partner.c.id, partner.c.country, partner.c.registration_number, partner.c.created_at, partner.c.name)
    return named.where(partner.c.id != bound("platform", Uuid())).order_by(partner.c.name, partner.c.id)


def _registered() -> Select[Any]:
    return select(partner.c.country, partner.c.registration_number).where(partner.c.id == bound("id", Uuid()))


def _named(by_id: bool) -> Select[Any]:
    if by_id:
        return select(partner.c.id).where(partner.c.id == bound("id", Uuid()))
    is_registered = partner.c.registration_number == bound("number", String())
    return select(partner.c.id).where(partner.c.country == bound("country", String()), is_registered)
