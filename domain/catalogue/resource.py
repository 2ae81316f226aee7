"""Material for the work with clients, and for telling of the firm."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.catalogue.item import Item
from domain.vocabulary import ResourceKind


@dataclass(frozen=True, kw_only=True)
class Resource(Item):
    """Something to open or take away, in some languages (ISO 639-1)."""

    typename: ClassVar[str] = "Resource"
    kind: ResourceKind
    languages: tuple[str, ...]
    url: str
    updated_on: date
