"""What the portal asks of the outside world; each port has a plain implementation for the embedded default."""

from collections.abc import Collection
from typing import Protocol


class PlatformDirectory(Protocol):
    """Knows which companies have an account on the platform already.

    Asked inside a transaction, so it answers from memory or a cache, never by a slow call.
    """

    async def is_on_platform(self, country: str, registration_number: str) -> bool:
        """Whether a company (ISO 3166-1 country, normalised register number) has an account."""


class KnownCompanies:
    """A directory of a few companies, named as (country, registration number); nobody else is on the platform."""

    def __init__(self, companies: Collection[tuple[str, str]] = ()) -> None:
        self._companies = frozenset(companies)

    async def is_on_platform(self, country: str, registration_number: str) -> bool:
        """Whether the company is one of the few."""
        return (country, registration_number) in self._companies


NO_COMPANIES = KnownCompanies()
