"""The platform itself, a tenant of its own: it has what belongs to no firm yet, and the journal of its operators."""

from uuid import UUID

PLATFORM = UUID("00000000-0000-7000-8000-000000000001")
