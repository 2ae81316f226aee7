"""What the portal asks of the outside world; each port has a plain implementation for the embedded default."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.access import Viewer
from domain.erasure import Person
from domain.errors import UserError
from domain.vocabulary import CompanySize


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


@dataclass(frozen=True, slots=True)
class RegisteredCompany:
    """A company as its country's register (ISO 3166-1) has it; the number in the form that is stored."""

    country: str
    registration_number: str
    name: str
    size: CompanySize | None = None


class CompanyRegister(Protocol):
    """Knows the companies of countries; asked outside of transactions, and not waited for longer than 3 seconds."""

    async def search(self, country: str, text: str, size: int) -> Sequence[RegisteredCompany]:
        """At most `size` companies with this number, or with words in their name that begin so, best first.

        Raises OSError, TimeoutError or LookupError when it cannot answer.
        """


class NoCompanyRegister:
    """A register without companies: they are typed in."""

    async def search(self, country: str, text: str, size: int) -> Sequence[RegisteredCompany]:
        """Nothing."""
        return ()


NO_REGISTER = NoCompanyRegister()


@dataclass(frozen=True, slots=True)
class AccountWanted:
    """The account that a firm wants for itself; people's names are those of whoever asked.

    `reference` is the same however often it is asked for, and of no other account.
    """

    reference: str
    legal_name: str
    country: str
    registration_number: str
    currency: str
    time_zone: str
    admin_name: str
    admin_email: str


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """The account is there."""

    number: str


@dataclass(frozen=True, slots=True)
class AccountDeclined:
    """There will be none, for a reason in words for the firm's admins (at most 300 letters)."""

    reason: str


class CompanyAccounts(Protocol):
    """Opens accounts on the platform; asked outside of transactions, and not waited for longer than 10 seconds."""

    async def open(self, wanted: AccountWanted) -> AccountOpened | AccountDeclined | None:
        """The account of a reference, opened now or before; None while the platform is still at it.

        The same reference never makes a second account: who asks may have died before noting the answer.
        Raises OSError, TimeoutError or LookupError when it cannot answer; it is then asked again later.
        """

    async def aclose(self) -> None:
        """Releases what it holds."""


class WebhookRules(Protocol):
    """Knows what can be delivered, and where; answers at once, from memory."""

    def unfit_url(self, url: str) -> str | None:
        """Why nothing is delivered to an address; None when it is fit."""

    def unfit_document(self, viewer: Viewer, document: str, variables: Mapping[str, Any]) -> Sequence[UserError]:
        """Why a document cannot be a webhook of an integration with the rights of `viewer`."""

    def place(self, viewer: Viewer, document: str, variables: Mapping[str, Any], cursor: str) -> int | None:
        """The place in the firm's log of a cursor that this webhook was told; None for any other."""


class NoWebhooks:
    """Where nothing is delivered."""

    def unfit_url(self, url: str) -> str | None:
        """No address is good."""
        return "webhooks are not delivered here."

    def unfit_document(self, viewer: Viewer, document: str, variables: Mapping[str, Any]) -> Sequence[UserError]:
        """Nothing is wrong with it."""
        return ()

    def place(self, viewer: Viewer, document: str, variables: Mapping[str, Any], cursor: str) -> int | None:
        """No cursor was told."""
        return None


NO_WEBHOOKS = NoWebhooks()


class Doorkeeper(Protocol):
    """Keeps strangers from applying by the thousand; knows where a request came from."""

    async def admit(self) -> None:
        """Counts an application; raises RequestError (RATE_LIMITED, with `retryAfter` in seconds) for one too many."""

    async def may_write_to(self, email: str) -> bool:
        """Counts a mail that a stranger has us send; False when the address got enough of them today."""


class OpenDoor:
    """Lets everybody in."""

    async def admit(self) -> None:
        """Counts nothing."""

    async def may_write_to(self, email: str) -> bool:
        """Always."""
        return True


OPEN_DOOR = OpenDoor()


class KeptLetters(Protocol):
    """Mails that are kept outside the database: development's folder."""

    async def forget(self, person: Person) -> None:
        """Throws those away that tell of somebody who was erased."""


class NoLetters:
    """Nothing is kept beside the database."""

    async def forget(self, person: Person) -> None:
        """Has nothing to do."""


NO_LETTERS = NoLetters()
