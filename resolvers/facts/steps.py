"""Steps of a client's standing, as facts tell them: each leaves its audit entry and its event."""

from collections.abc import Awaitable, Callable, Mapping

from domain.access import granted
from domain.errors import Refused, UserErrorCode, refuse
from domain.facts.fact import Fact, FactKind
from domain.facts.step import onboarding_after, onboarding_columns, register
from domain.facts.words import FactOutcome
from domain.vocabulary import AccessLevel, AccessStatus, Grant, OnboardingStatus
from resolvers.attention import refresh_attention
from resolvers.connecting.access import change_access
from resolvers.connecting.disconnecting import disconnect
from resolvers.earning.points import client_connected
from resolvers.facts.account import Account
from resolvers.facts.outcome import SO_ALREADY, TOLD_LATER, Outcome
from resolvers.granting.asking import offer_grant
from store.reading import Row
from store.tables import client
from store.writing import UnitOfWork


async def take_step(work: UnitOfWork, account: Account, fact: Fact) -> Outcome:
    """Takes one step, unless a later fact about the same was faster, or it is not possible from where things stand."""
    about = register(fact)
    if account.registers.get(about, 0) >= fact.sequence:
        return TOLD_LATER
    try:
        is_news = await _STEPS[fact.kind](work, await _client(work, account), fact)
    except Refused as refusal:
        return Outcome(FactOutcome.REFUSED, str(refusal))
    account.registers[about] = fact.sequence
    account.row = await _client(work, account)
    return Outcome(FactOutcome.APPLIED) if is_news else SO_ALREADY


async def _client(work: UnitOfWork, account: Account) -> Row:
    found = await work.get(client, id=account.id)
    if found is None:
        raise LookupError("a client is never deleted")
    return found


async def _level(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    return await change_access(work, found, level=AccessLevel(fact.data["level"]), at=fact.at)


async def _grant(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    grant = {Grant(fact.data["grant"])}
    before = set(granted(found.grants))
    after = before | grant if fact.data["granted"] else before - grant
    return await change_access(work, found, grants=after, at=fact.at)


async def _offer(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    await offer_grant(work, found, Grant(fact.data["grant"]), fact.data.get("message"))
    await refresh_attention(work, [found.id])
    return True


async def _poa(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    return await change_access(work, found, poa=fact.data["granted"], at=fact.at)


async def _onboarding(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    before, wanted = OnboardingStatus(found.onboarding_status), OnboardingStatus(fact.data["status"])
    access, note = AccessStatus(found.access_status), fact.data.get("note")
    if access is AccessStatus.DISCONNECTED:
        raise refuse(UserErrorCode.WRONG_STATE, "The client is DISCONNECTED; its onboarding is over.")
    if before is wanted and note == found.onboarding_note:
        return False
    after = wanted if before is wanted else onboarding_after(before, wanted)
    moved = {} if before is wanted else onboarding_columns(after, access, fact.at)
    await work.update(client, moved | {"onboarding_note": note}, id=found.id)
    told = {"onboarding_status": before}, {"onboarding_status": after} | ({"note": note} if note else {})
    await work.record(
        "client.onboarding_changed", "CLIENT", found.id, client_id=found.id, before=told[0], after=told[1]
    )
    if after is not before and after is OnboardingStatus.VERIFIED:
        await client_connected(work, found)
    return True


async def _left(work: UnitOfWork, found: Row, fact: Fact) -> bool:
    await disconnect(work, found, fact.data.get("reason"))
    return True


_STEPS: Mapping[str, Callable[[UnitOfWork, Row, Fact], Awaitable[bool]]] = {
    FactKind.LEVEL_CHANGED: _level,
    FactKind.GRANT_CHANGED: _grant,
    FactKind.GRANT_OFFERED: _offer,
    FactKind.POA_CHANGED: _poa,
    FactKind.ONBOARDING_STEP: _onboarding,
    FactKind.CLIENT_LEFT: _left,
}
