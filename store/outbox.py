"""The log of events: each partner's in the order in which they were committed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the log of one partner: whatever is committed there later has a later place.

    Places of different partners say nothing about one another.
    """

    position: int

    def __str__(self) -> str:
        return str(self.position)

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that was written as a text; raises ValueError."""
        place = cls(int(text))
        if place.position < 0:
            raise ValueError("a place is not negative")
        return place


START = Place(0)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one object of a partner; `client_id` is set where it concerns one client."""

    place: Place
    partner_id: UUID
    id: UUID
    kind: str
    object_kind: str
    object_id: UUID
    client_id: UUID | None
    payload: dict[str, Any]
    at: datetime
