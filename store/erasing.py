"""Takes a person out of a partner's rows: out of what is about them, and out of what speaks of them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, cast, or_, select

from domain.erasure import ERASED_NAME, Person, erased_address, person, sure_parts
from domain.text import fold
from store.engine import SQLITE_PATIENCE_MS, Store
from store.faults import StoreFault, told_apart
from store.personal import ABOUT, DROPPED, MADE_OF, SPOKEN, About
from store.reading import Reader, Row
from store.tables import audit_detail, audit_entry, colleague, mail, partner
from store.tables.base import SORTED_TEXT
from store.tenancy import Keys
from store.writing import UnitOfWork

# Who acts without being known here by an id.
_BY_LINK = ("CLIENT", "PERSON")
# How long an erasure waits for readers before it leaves the journal to the next one.
_PATIENCE_MS = 500


@dataclass(frozen=True)
class Traces:
    """Who an address belongs to by a partner's rows, and the rows that are about them, by their table."""

    person: Person
    rows: Mapping[Table, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records lost their person, mails went, texts were redacted, and audit entries lost their details."""

    records: int
    mails: int
    texts: int
    audit_details: int

    @property
    def any(self) -> bool:
        """Whether there was anything."""
        return self.records + self.mails + self.texts + self.audit_details > 0


async def traces(work: UnitOfWork, email: str) -> Traces:
    """What a partner's rows say of an address; the rows are locked."""
    rows = {table: await work.find(table, lock=True, **{about.email: email}) for table, about in ABOUT.items()}
    told = [(row, about) for table, about in ABOUT.items() for row in rows[table]]
    names = [getattr(row, about.name) for row, about in told if about.name]
    names += [row.to_name for row in await work.find(mail, to_email=email)]
    signs = [getattr(row, sign) for row, about in told for sign in about.signs]
    return Traces(person(email, names, signs), rows)


async def erase(work: UnitOfWork, known: Traces) -> Erased:
    """Leaves nothing that tells of a person; what else the rows say stays."""
    mails = await work.delete(mail, to_email=known.person.email)
    for table, own in known.rows.items():
        await work.update_each(table, [_emptied(table, ABOUT[table], row) for row in own])
    texts = [await _redact(work, known.person, table, columns) for table, columns in SPOKEN.items()]
    await _forget_where(work, [row.id for table, own in known.rows.items() if table is not partner for row in own])
    dropped = {table: await _drop(work, known.person, table, columns) for table, columns in DROPPED.items()}
    return Erased(sum(map(len, known.rows.values())), mails, sum(texts), dropped[audit_detail])


async def firms(store: Store) -> list[UUID]:
    """All partners, for an operator."""
    reader = Reader(store, Keys(worker=True))
    try:
        return [row.id for row in await reader.rows(select(partner.c.id).order_by(partner.c.id))]
    finally:
        await reader.close()


async def forget(store: Store) -> None:
    """Empties SQLite's journal, unless readers are in the way for longer than a moment: then the next erasure does.

    What was erased is erased in any case; the journal may hold older pages until it is written over.
    """
    if store.is_postgres:
        return
    with suppress(StoreFault):
        async with told_apart(), store.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            try:
                await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await driver.execute(f"PRAGMA busy_timeout={SQLITE_PATIENCE_MS}")


async def _forget_where(work: UnitOfWork, ids: Collection[UUID]) -> None:
    """Takes out from where a person did something: as a colleague, or by the link of what is about them."""
    entry = audit_entry.c
    by_link = and_(entry.actor_kind.in_(_BY_LINK), or_(entry.object_id.in_(ids), entry.client_id.in_(ids)))
    is_theirs = or_(entry.actor_id.in_(ids), by_link)
    theirs = select(entry.id).where(entry.partner_id == work.partner_id, is_theirs)
    nothing = {"origin_salt": None, "origin": None}
    rows = [{"entry_id": row.id} | nothing for row in await work.rows(theirs)]
    await work.update_each(audit_detail, rows, {"entry_id"})


def _emptied(table: Table, about: About, row: Row) -> dict[str, Any]:
    """A row about a person without the person: addresses stay apart where they have to."""
    key = row.id.hex
    columns = [about.email, *([about.name] if about.name else []), *about.signs, *about.also]
    values: dict[str, Any] = {name: None for name in columns if table.c[name].nullable}
    if about.email not in values:
        values[about.email] = erased_address(key)
    if about.name and about.name not in values:
        values[about.name] = ERASED_NAME
    if table is colleague:
        values |= {"name_key": fold(ERASED_NAME)}
    return {"id": row.id} | values


async def _redact(work: UnitOfWork, who: Person, table: Table, columns: tuple[str, ...]) -> int:
    key, rows = await _speaking(work, who, table, columns)
    made: dict[str, Any] = dict.fromkeys(MADE_OF.get(table, ()))
    changed = [
        {name: getattr(row, name) for name in key} | {name: who.redacted(getattr(row, name)) for name in columns} | made
        for row in rows
    ]
    await work.update_each(table, changed, key)
    return len(changed)


async def _drop(work: UnitOfWork, who: Person, table: Table, columns: tuple[str, ...]) -> int:
    key, rows = await _speaking(work, who, table, columns)
    for row in rows:
        await work.delete(table, **{name: getattr(row, name) for name in key})
    return len(rows)


async def _speaking(
    work: UnitOfWork, who: Person, table: Table, columns: tuple[str, ...]
) -> tuple[list[str], list[Row]]:
    """The names of a table's key, and the rows that tell of a person."""
    key = [column.name for column in table.primary_key if column.name != "partner_id"]
    wanted = select(*(table.c[name] for name in (*key, *columns)))
    rows = await work.rows(wanted.where(table.c.partner_id == work.partner_id, _may_speak(who, table, columns)))
    return key, [row for row in rows if who.is_told_by(*(getattr(row, name) for name in columns))]


def _may_speak(who: Person, table: Table, columns: tuple[str, ...]) -> ColumnElement[bool]:
    """Rows in which what is sure of one of the marks stands in ASCII, the only letters that every database folds."""
    patterns = {f"%{'%'.join(sure_parts(mark))}%" for mark in who.marks}
    # Byte by byte: the folding of a locale may change even ASCII letters.
    texts = [cast(table.c[name], SORTED_TEXT) for name in columns]
    return or_(*(text.ilike(pattern) for text in texts for pattern in patterns))
