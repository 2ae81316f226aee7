"""The link that ends a digest without signing in: it names the digest, sealed, and is good for nothing else."""

import base64
import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domain.vocabulary import DigestFrequency
from resolvers.digesting.keeping import choose
from store.engine import Store
from store.vault import Vault
from store.writing import Actor, unit_of_work

# Mails are kept, and their links are clicked much later.
LIFETIME = timedelta(days=365)
_BINDING = b"ends a digest"
_INSIDE = struct.Struct(">16s16s16sI")
_REASON = "By the link in the mail."


class Ending(NamedTuple):
    """Whose digest a link ends: of one client, or of all (`ALL_CLIENTS`)."""

    partner_id: UUID
    colleague_id: UUID
    client_id: UUID


def write_link(vault: Vault, ending: Ending, now: datetime) -> str:
    """The token of a link; the same within a day."""
    ids = (id.bytes for id in ending)
    hidden = vault.hide(_INSIDE.pack(*ids, int(now.timestamp()) // 86_400), _BINDING)
    return _encoded(hidden)


def read_link(vault: Vault, token: str, now: datetime) -> Ending | None:
    """What a token ends; None for one that is older than a year, and for anything else that is none."""
    hidden = _decoded(token)
    inside = vault.find(hidden, _BINDING) if hidden and _encoded(hidden) == token else None
    if inside is None:
        return None
    *ids, day = _INSIDE.unpack(inside)
    if datetime.fromtimestamp(day * 86_400, UTC) + LIFETIME < now:
        return None
    return Ending(*(UUID(bytes=id) for id in ids))


async def stop(store: Store, vault: Vault, ending: Ending, now: datetime) -> None:
    """Ends the digest as its colleague's own act; one that is off already stays as it is."""
    actor = Actor("COLLEAGUE", ending.colleague_id)
    async with unit_of_work(store, ending.partner_id, actor, now, vault) as work:
        await choose(work, ending.colleague_id, ending.client_id, DigestFrequency.OFF, _REASON)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(token: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return b""
