"""What everything in the catalogue has."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from domain.text import fold, words
from domain.vocabulary import Topic


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something in the catalogue; `countries` are those for which it is made, none means all."""

    id: UUID
    key: str
    title: str
    summary: str
    countries: tuple[str, ...]
    topics: tuple[Topic, ...]

    @cached_property
    def title_key(self) -> str:
        """The title as it is sorted by."""
        return fold(self.title)

    @cached_property
    def found_by(self) -> frozenset[str]:
        """The words by which it is found."""
        return words(self.title, self.summary, *(topic.value.replace("_", " ") for topic in self.topics))
