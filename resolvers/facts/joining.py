"""A client that the platform says has joined the firm, and who is not known here yet; it answers open invites."""

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
from resolvers.inviting.answered import note_answer
from resolvers.inviting.closing import open_to
from resolvers.inviting.letters import tell
from resolvers.inviting.opening import Terms, open_client
from store.reading import Row
from store.tables import client
from store.writing import UnitOfWork

_KNOWN = Outcome(FactOutcome.REFUSED, "The company is a client of the firm already, with another account.")
_NO_NUMBER = Outcome(FactOutcome.REFUSED, "`client` must be the number of the account, of at most 40 letters.")
_LONGEST_NUMBER = 40


async def join(work: UnitOfWork, fact: Fact) -> Account | Outcome:
    """Opens the client, whose facts begin with this one; refused for a company that is a client already.

    A company that joins accepts whatever is open between it and the firm, as if by the link: who invited it works
    on the client and is told. Level, grants and admin are the fact's, for they are newer than an offer.
    """
    data = fact.data
    if parse(fact.client) or len(fact.client) > _LONGEST_NUMBER:
        return _NO_NUMBER
    company = {"country": data["country"], "registration_number": data["registrationNumber"]}
    if await work.get(client, access_status=CONNECTED, **company) is not None:
        return _KNOWN
    invites = await open_to(work, (InviteKind.CLIENT, InviteKind.INBOUND), **company)
    sent = next((row for row in invites if row.kind == InviteKind.CLIENT), None)
    opened = await open_client(work, _invite(data, sent), _terms(fact), sent.invited_by if sent else None)
    for row in invites:
        await tell(work, "accepted", await note_answer(work, row, "accept", {"client_id": opened.id}))
    return Account(opened, Feed(fact.sequence - 1), {}, {}, [], known_through=fact.sequence - 1)


def _invite(data: Any, sent: Row | None) -> Any:
    """What an invite to the company would have said; who comes after one was invited."""
    return SimpleNamespace(
        kind=InviteKind.CLIENT if sent else InviteKind.INBOUND,
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
