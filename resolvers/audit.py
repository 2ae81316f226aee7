"""What audit entries are to their readers: who did what to which object, and what changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.audit import Origin
from domain.ids import IdKind, encode
from domain.vocabulary import OriginKind
from loaders.audit import AuditFilter as Wanted
from loaders.audit import audit_events
from loaders.paging import Page, Window
from resolvers.context import Info
from resolvers.inputs.audit import AuditFilter
from resolvers.inputs.ids import optional_id, stored_id
from resolvers.relation import computed, in_turn
from store.reading import Row

# Of what kind an id is, by the object's kind or the column's name.
_OBJECTS = {kind.name: kind for kind in IdKind}
_COLUMNS = {f"{kind.name.lower()}_id": kind for kind in IdKind}
_PEOPLE = (
    "invited_by",
    "referred_by",
    "created_by",
    "ended_by",
    "requested_by",
    "answered_by",
    "written_by",
    "snoozed_by",
    "set_by",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute before and after; values that are no text are written as JSON."""

    field: str
    before: str | None
    after: str | None


@in_turn
async def connection(
    info: Info,
    filter: AuditFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the audit trail, newest first."""
    return await audit_events(info.context.reads, _wanted(filter), Window(first, after, last, before))


@computed("object_kind", "object_id")
def object_id(root: Row) -> str | None:
    """The opaque id of what was changed, of objects that have one."""
    kind = _OBJECTS.get(root.object_kind)
    return encode(kind, root.object_id) if kind else None


@computed("origin")
def origin(root: Row) -> Origin | None:
    """Where it came from; None where nobody noted it, or the details were erased."""
    said = root.origin
    if not said:
        return None
    return Origin(OriginKind(said["kind"]), said.get("address"), said.get("userAgent"))


@computed("before", "after")
def changes(root: Row) -> list[Change]:
    """What differs; of something new everything, nothing where the details were erased."""
    before, after = root.before or {}, root.after or {}
    names = sorted({*before, *after})
    return [
        Change(_camel(name), _text(name, before.get(name)), _text(name, after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _wanted(filter: AuditFilter | None) -> Wanted:
    if filter is None:
        return Wanted()
    return Wanted(
        actor_id=_actor(filter.actor_id),
        action=_words(filter.action),
        object_kind=_words(filter.object_kind),
        client_id=optional_id(IdKind.CLIENT, filter.client_id),
        is_clients_part=filter.is_clients_part,
        since=filter.since,
        until=filter.until,
    )


def _words(given: Sequence[str] | None) -> tuple[str, ...]:
    """Words to look for; what cannot be one is put as the empty word, which nothing is called."""
    return tuple(word if word.isprintable() else "" for word in given or ())


def _actor(id: str | None) -> UUID | None:
    if id is None:
        return None
    kind = IdKind.INTEGRATION if id.startswith(f"{IdKind.INTEGRATION.value}_") else IdKind.COLLEAGUE
    return stored_id(kind, id)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    kind = IdKind.COLLEAGUE if name in _PEOPLE else _COLUMNS.get(name)
    if kind is not None:
        value = [_public(kind, each) for each in value] if isinstance(value, list) else _public(kind, value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _public(kind: IdKind, value: Any) -> Any:
    try:
        return encode(kind, UUID(str(value)))
    except ValueError:
        return value
