"""A company that is no client yet takes its invite to the firm back, as a fact tells it."""

from domain.errors import Refused
from domain.facts.fact import Fact
from domain.facts.words import FactOutcome
from domain.vocabulary import InviteKind, InviteStatus
from resolvers.connecting.inbound import withdraw_inbound_invite
from resolvers.facts.outcome import APPLIED, NO_INVITE, SO_ALREADY, Outcome
from resolvers.inviting.finding import locked
from store.tables import invite
from store.writing import UnitOfWork


async def take_withdrawal(work: UnitOfWork, fact: Fact) -> Outcome:
    """Ends the company's newest invite, unless that was answered; told again, it changes nothing."""
    company = {"country": fact.data["country"], "registration_number": fact.data["registrationNumber"]}
    sent = await work.find(invite, kind=InviteKind.INBOUND, **company)
    if not sent:
        return NO_INVITE
    found = await locked(work, max(sent, key=lambda row: (row.sent_at, row.id)).id)
    if found.status == InviteStatus.WITHDRAWN:
        return SO_ALREADY
    try:
        await withdraw_inbound_invite(work, found)
    except Refused as refusal:
        return Outcome(FactOutcome.REFUSED, str(refusal))
    return APPLIED
