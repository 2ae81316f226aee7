"""Public ids in arguments: another type's or another partner's id is simply one that does not exist."""

from uuid import UUID

from domain.ids import IdKind, decode

NOWHERE = UUID(int=0)


def stored_id(kind: IdKind, text: str) -> UUID:
    """The store's id; one that no row has when the text is no id of this type."""
    return decode(kind, text) or NOWHERE


def optional_id(kind: IdKind, text: str | None) -> UUID | None:
    """The store's id of an optional argument."""
    return None if text is None else stored_id(kind, text)


def id_of(noun: str) -> str:
    """How an input describes the id of the one object that it is about."""
    return f"The `id` of the {noun} that is meant; NOT_FOUND unless it exists for you."
