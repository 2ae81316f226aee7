"""Which courses and resources are asked for."""

import re
from typing import Any

import strawberry

from domain.catalogue import Wanted
from domain.company import COUNTRIES
from domain.errors import ErrorCode, RequestError
from domain.vocabulary import CourseLevel, ResourceKind, Topic
from resolvers.inputs.search import checked_search

_SEARCH = "Beginnings of at most 10 words in the title, summary or topics; neither case nor accents matter."
_LANGUAGE = "ISO 639-1 codes, such as `da`."
_COUNTRY = "An ISO 3166-1 code, such as `DK`: what is made for it, or for no country in particular."


@strawberry.input(description="Which courses; all conditions hold, and a list means any of its members.")
class CourseFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    language: list[str] | None = strawberry.field(default=None, description=_LANGUAGE)
    country: str | None = strawberry.field(default=None, description=_COUNTRY)
    topic: list[Topic] | None = strawberry.field(default=None, description="What they are about.")
    level: list[CourseLevel] | None = strawberry.field(default=None, description="For whom they are.")


@strawberry.input(description="Which resources; all conditions hold, and a list means any of its members.")
class ResourceFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    language: list[str] | None = strawberry.field(default=None, description=_LANGUAGE)
    country: str | None = strawberry.field(default=None, description=_COUNTRY)
    topic: list[Topic] | None = strawberry.field(default=None, description="What they are about.")
    kind: list[ResourceKind] | None = strawberry.field(default=None, description="What they are.")


def wanted(filter: CourseFilter | ResourceFilter | None) -> Wanted:
    """The conditions of a filter; raises RequestError (BAD_INPUT), which names what to mend."""
    if filter is None:
        return Wanted()
    own: dict[str, Any] = {"kind": filter.kind} if isinstance(filter, ResourceFilter) else {"level": filter.level}
    return Wanted(
        search=checked_search(filter.search, "filter.search"),
        language=tuple(_language(code) for code in filter.language or ()),
        country=None if filter.country is None else _country(filter.country),
        topic=tuple(filter.topic or ()),
        **{name: tuple(words or ()) for name, words in own.items()},
    )


def _language(code: str) -> str:
    found = code.strip().lower()
    if not re.fullmatch("[a-z]{2}", found):
        raise _bad("`language` takes ISO 639-1 codes, for example da.", "filter.language")
    return found


def _country(code: str) -> str:
    found = code.strip().upper()
    if found not in COUNTRIES:
        raise _bad("`country` is no country; write its ISO 3166-1 code, for example DK.", "filter.country")
    return found


def _bad(message: str, argument: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})
