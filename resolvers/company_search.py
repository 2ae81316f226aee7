"""Companies to invite, looked up in a register by number or name."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from domain.company import COUNTRIES
from domain.errors import ErrorCode, RequestError
from domain.ports import RegisteredCompany
from domain.vocabulary import CompanySize
from resolvers.context import Info
from resolvers.inputs.search import checked_search
from resolvers.inviting.registers import normalised

MOST = 50
PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Match:
    """A company that was found; `is_on_platform` says that it needs a connect link instead of an invite."""

    name: str
    country: str
    registration_number: str
    company_size: CompanySize | None
    is_on_platform: bool


async def company_search(info: Info, country: str, query: str, first: int = 10) -> list[Match]:
    """At most `first` companies of a country, by name; a valid number finds its company however it is written.

    Raises RequestError (BAD_INPUT, UNAVAILABLE).
    """
    code, text = country.strip().upper(), (checked_search(query, "query") or "").strip()
    _check(code, text, first)
    found = await _ask(info, code, normalised(code, text) or text, first)
    is_there = info.context.directory.is_on_platform
    known = await asyncio.gather(*(is_there(code, each.registration_number) for each in found))
    return [
        Match(each.name, each.country, each.registration_number, each.size, is_known)
        for each, is_known in zip(found, known, strict=True)
    ]


def _check(code: str, text: str, first: int) -> None:
    if code not in COUNTRIES:
        raise _bad("`country` is no country; write its ISO 3166-1 code, for example DK.", "country")
    if len(text) < 2:
        raise _bad("`query` takes at least 2 characters of a number or a name.", "query")
    if not 1 <= first <= MOST:
        raise _bad(f"`first` must be between 1 and {MOST}.", "first")


async def _ask(info: Info, code: str, text: str, first: int) -> Sequence[RegisteredCompany]:
    """Whatever keeps a register from answering, the portal goes on without it."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await info.context.register.search(code, text, first)
    except (OSError, TimeoutError, LookupError) as trouble:
        message = "The company register does not answer at the moment; try again, or type the company in."
        raise RequestError(ErrorCode.UNAVAILABLE, message) from trouble


def _bad(message: str, argument: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})
