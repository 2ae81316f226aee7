"""The Node interface: everything that has an id of its own."""

from typing import Any

import strawberry

from schema.field import plain


def typename_of(row: Any, *_: Any) -> str:
    """The concrete type of a row; every loader of such rows selects it."""
    name: str = row.typename
    return name


@strawberry.interface(description="Something with an id of its own; see `node` and `nodes`.")
class Node:
    id: strawberry.ID = plain("Opaque and typed; stays the same for ever.")

    resolve_type = typename_of
