"""Reads of what the firm itself says of clients: tags and notes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from loaders.columns import NOTE, Asked
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import client_note, client_tag


async def tags_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[str]]:
    """The tags of each visible client, in alphabetical order."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await reads.rows(_tags, keys=ids):
        found[row.client_id].append(row.tag)
    return [found[id] for id in ids]


async def note_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Notes on visible clients."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(NOTE), keys=ids))


async def notes_by_client_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The newest notes on each visible client, so many of each; one statement for all of them."""
    return await first_each(reads, keys, _by_client, reads.asked_of(NOTE), "client_id")


def _tags(scope: Scope) -> Select[Any]:
    own = (of_tenant(client_tag), any_of(client_tag.c.client_id), visible_clients(scope, client_tag.c.client_id))
    return select(client_tag.c.client_id, client_tag.c.tag).where(*own).order_by(client_tag.c.tag_key)


def _visible(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*NOTE.of(asked)).where(of_tenant(client_note), visible_clients(scope, client_note.c.client_id))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(client_note.c.id))


def _by_client(scope: Scope, asked: Asked) -> Select[Any]:
    newest = func.row_number().over(partition_by=client_note.c.client_id, order_by=client_note.c.id.desc())
    numbered = _visible(scope, asked).add_columns(newest.label("place"))
    inside = numbered.where(any_of(client_note.c.client_id)).subquery()
    return select(inside).where(inside.c.place <= MOST).order_by(inside.c.client_id, inside.c.place)
