"""Facts about the firm's own account: each settles what the firm has asked for, once."""

from uuid import UUID

from domain.errors import Refused
from domain.facts.fact import Fact, FactKind
from domain.facts.words import FactOutcome
from domain.ports import AccountDeclined, AccountOpened
from resolvers.facts.outcome import APPLIED, NO_REFERENCE, SO_ALREADY, Outcome
from resolvers.own_company.settling import asked_for, is_so, settle
from store.reading import Row
from store.writing import UnitOfWork


async def take_own_company(work: UnitOfWork, fact: Fact) -> Outcome:
    """Takes in what the platform says of an account; the same again changes nothing, whatever its id."""
    found, answer = await _found(work, fact.client), _answer(fact)
    if found is None:
        return NO_REFERENCE
    if is_so(found, answer):
        return SO_ALREADY
    try:
        await settle(work, found, answer)
    except Refused as refusal:
        return Outcome(FactOutcome.REFUSED, str(refusal))
    return APPLIED


async def _found(work: UnitOfWork, reference: str) -> Row | None:
    try:
        return await asked_for(work, UUID(reference))
    except ValueError:
        return None


def _answer(fact: Fact) -> AccountOpened | AccountDeclined:
    if fact.kind == FactKind.OWN_COMPANY_CREATED:
        return AccountOpened(fact.data["account"])
    return AccountDeclined(fact.data["reason"])
