"""Cursors of streams: a place in the log, opaque, of use only to whom it was given and for what they asked."""

import base64
import hashlib
import struct
from dataclasses import dataclass

import orjson

from domain.access import Viewer
from domain.errors import ErrorCode, RequestError
from execution.subscribing import BEGINNING, Subscribed
from store.outbox import Place
from store.vault import Vault

_INSIDE = struct.Struct(">Q?8s")


def binding_of(viewer: Viewer, subscription: Subscribed) -> bytes:
    """What a cursor is bound to: the caller, the firm, the subscription with its filter."""
    asked = {name: value for name, value in subscription.arguments.items() if name not in BEGINNING}
    named = [viewer.principal, viewer.tenant.hex, subscription.place, asked]
    return hashlib.sha256(orjson.dumps(named, default=str, option=orjson.OPT_SORT_KEYS)).digest()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far somebody has come; in the middle of a snapshot they have to begin anew."""

    place: Place
    in_snapshot: bool = False


class Cursors:
    """Writes and reads cursors; they tell nothing of the log, not even how much there is in it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def write(self, binding: bytes, place: Place, *, in_snapshot: bool = False) -> str:
        """The cursor of a place; always the same for the same place and binding."""
        hidden = self._vault.hide(_INSIDE.pack(place.position, in_snapshot, place.mark), binding)
        return base64.urlsafe_b64encode(hidden).decode().rstrip("=")

    def read(self, binding: bytes, cursor: str) -> Reached:
        """What a cursor says; raises RequestError (BAD_CURSOR) for one of another caller, firm or subscription."""
        hidden = _decoded(cursor)
        inside = self._vault.find(hidden, binding) if hidden else None
        if inside is None or base64.urlsafe_b64encode(hidden).decode().rstrip("=") != cursor:
            message = "The cursor in `after` is not one of this subscription and filter; start again without it."
            raise RequestError(ErrorCode.BAD_CURSOR, message, {"argument": "after"})
        # Cursors of before had no mark.
        position, in_snapshot, mark = _INSIDE.unpack(inside.ljust(_INSIDE.size, b"\0"))
        return Reached(Place(position, mark.strip(b"\0") and mark), in_snapshot)


def _decoded(cursor: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return b""
