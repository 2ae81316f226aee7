"""Steps of a client's standing, as facts tell them: each leaves its audit entry and its event."""

from domain.errors import Refused
from domain.facts.fact import Fact
from domain.facts.step import Step, register, step
from domain.facts.words import FactOutcome
from resolvers.facts.account import Account
from resolvers.facts.outcome import SO_ALREADY, TOLD_LATER, Outcome
from store.tables import client
from store.writing import UnitOfWork


async def take_step(work: UnitOfWork, account: Account, fact: Fact) -> Outcome:
    """Takes one step, unless a later fact about the same was faster, or it is not possible from where things stand."""
    about = register(fact)
    if account.registers.get(about, 0) >= fact.sequence:
        return TOLD_LATER
    try:
        change = step(fact, account.row)
    except Refused as refusal:
        return Outcome(FactOutcome.REFUSED, str(refusal))
    account.registers[about] = fact.sequence
    if change is None:
        return SO_ALREADY
    await _carry_out(work, account, change)
    return Outcome(FactOutcome.APPLIED)


async def _carry_out(work: UnitOfWork, account: Account, change: Step) -> None:
    await work.update(client, change.columns, id=account.id)
    account.row = await work.get(client, id=account.id) or account.row
    await work.record(
        change.action,
        "CLIENT",
        account.id,
        client_id=account.id,
        before=change.before,
        after=change.after,
        reason=change.reason,
    )
