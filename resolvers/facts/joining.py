"""A client that the platform says has joined the firm, and who is not known here yet."""

from types import SimpleNamespace
from typing import Any

from domain.access import CONNECTED
from domain.facts.fact import Fact
from domain.facts.feed import Feed
from domain.facts.words import FactOutcome
from domain.ids import parse
from domain.onboarding import ONBOARDING
from domain.vocabulary import AccessLevel, Grant, InviteKind, OnboardingStatus
from resolvers.facts.account import Account
from resolvers.facts.outcome import Outcome
from resolvers.inviting.opening import Terms, open_client
from store.tables import client
from store.writing import UnitOfWork

_KNOWN = Outcome(FactOutcome.REFUSED, "The company is a client of the firm already, with another account.")
_NO_NUMBER = Outcome(FactOutcome.REFUSED, "`client` must be the number of the account, of at most 40 letters.")
_LONGEST_NUMBER = 40


async def join(work: UnitOfWork, fact: Fact) -> Account | Outcome:
    """Opens the client, whose facts begin with this one; refused for a company that is a client already."""
    data = fact.data
    if parse(fact.client) or len(fact.client) > _LONGEST_NUMBER:
        return _NO_NUMBER
    company = {"country": data["country"], "registration_number": data["registrationNumber"]}
    if await work.get(client, access_status=CONNECTED, **company) is not None:
        return _KNOWN
    opened = await open_client(work, _invite(data), _terms(fact), None)
    return Account(opened, Feed(fact.sequence - 1), {}, {}, [], known_through=fact.sequence - 1)


def _invite(data: Any) -> Any:
    """What an invite to the company would have said."""
    return SimpleNamespace(
        kind=InviteKind.INBOUND,
        company_name=data["name"],
        country=data["country"],
        registration_number=data["registrationNumber"],
        company_size=data["companySize"],
        email=data["admin"]["email"].lower(),
    )


def _terms(fact: Fact) -> Terms:
    data = fact.data
    return Terms(
        data["admin"]["name"],
        data["admin"].get("phone"),
        AccessLevel(data["level"]),
        tuple(Grant(grant) for grant in data.get("grants", ())),
        OnboardingStatus.VERIFIED if data.get("isVerified") else ONBOARDING.initial,
        fact.client,
    )
