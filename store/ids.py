"""New ids: UUIDv7, so that rows of a partner lie in the order of their creation."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7."""
    return uuid7()
