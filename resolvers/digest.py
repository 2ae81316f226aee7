"""Digests as the API shows them: what colleagues have chosen; OFF where they have not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.vocabulary import DigestFrequency
from execution.fields import Loaded
from loaders.digest import digest_by_colleague_id, own_client_digests, own_digest_by_client_id
from loaders.paging import Page, Window
from resolvers.choosing import me
from resolvers.context import Context, Info
from resolvers.relation import declared
from store.reading import Row


@dataclass(frozen=True, slots=True)
class NoDigest:
    """In place of the row that is not there."""

    client_id: UUID | None = None
    frequency: DigestFrequency = DigestFrequency.OFF
    next_at: datetime | None = None
    last_at: datetime | None = None


def _or_none(found: Row | None, root: Any, context: Context) -> Row | NoDigest:
    return found or NoDigest()


def _or_none_of(found: Row | None, root: Row, context: Context) -> Row | NoDigest:
    return found or NoDigest(root.id)


def _me(root: Any, context: Context) -> UUID | None:
    return context.viewer.colleague_id


@declared(Loaded(digest_by_colleague_id, _me, _or_none))
async def own(info: Info) -> Row | NoDigest:
    """The viewer's digest of all their clients."""
    return _or_none(await info.context.load(digest_by_colleague_id, me(info.context)), None, info.context)


async def own_of_clients(
    info: Info, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> Page:
    """A page of the viewer's digests of single clients."""
    return await own_client_digests(info.context.reads, Window(first, after, last, before))


@declared(Loaded(own_digest_by_client_id, "id", _or_none_of, columns=frozenset({"id"})))
async def of_client(root: Row, info: Info) -> Row | NoDigest:
    """The viewer's digest of one client."""
    return _or_none_of(await info.context.load(own_digest_by_client_id, root.id), root, info.context)


@declared(Loaded(digest_by_colleague_id, "id", _or_none, personal=False))
async def of_colleague(root: Row, info: Info) -> Row | NoDigest:
    """A colleague's digest of all their clients."""
    return _or_none(await info.context.load(digest_by_colleague_id, root.id), root, info.context)
