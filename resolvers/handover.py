"""The way into a client's account: a one-time link, and what happens when somebody follows it."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from domain.access import WORKERS, Ability, able
from domain.denial import Factor
from domain.errors import Refused, UserError, UserErrorCode
from domain.handover import LIFETIME, PAGE_CAPABILITY, ClientAccountPage, audited
from domain.ids import IdKind
from domain.rule import Rule
from domain.vocabulary import ColleagueStatus
from loaders.client import client_by_id
from loaders.handover import handover_by_secret
from resolvers.choosing import me, one_visible
from resolvers.context import Context, Info, Links
from resolvers.inputs.handover import OpenClientAccountInput
from resolvers.inviting.checks import Checks, answering
from resolvers.ledger import Ledger, Pair, Why, assignments_among
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.engine import Store
from store.ids import new_id
from store.reading import Reader, Row
from store.tables import handover
from store.tenancy import Keys
from store.vault import Vault, new_secret, secret_hash
from store.writing import Actor, UnitOfWork, unit_of_work

MOST_SECRET = 100
_CLIENT, _TARGET = ("input", "clientId"), ("input", "target")
_CODES = {
    Factor.CONNECTION: (UserErrorCode.CLIENT_NOT_CONNECTED, _CLIENT),
    Factor.POWER_OF_ATTORNEY: (UserErrorCode.POWER_OF_ATTORNEY_MISSING, _CLIENT),
}


@answering
async def open_client_account(info: Info, input: OpenClientAccountInput) -> Outcome:
    """A link of 60 seconds for one use; every factor of the right is judged now, and again when it is followed."""
    context = info.context
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_visible(work, context, client_by_id, IdKind.CLIENT, input.client_id, *_CLIENT)
        pair = (found.id, me(context))
        async with assignments_among(work, [pair[0]], [pair[1]]) as ledger:
            joins = input.assign_self and ledger.live(pair) is None and able(context.viewer, Ability.ASSIGN_OTHERS)
            errors = _obstacles(ledger, pair, input.target, is_assigned=joins or ledger.live(pair) is not None)
            if errors:
                raise Refused(*errors)
            if joins:
                await ledger.add([pair], Why(reason="Opened the account."))
        return await _handed_over(work, context, pair, input.target)

    return await mutate(info, input, act)


async def _handed_over(work: UnitOfWork, context: Context, pair: Pair, target: ClientAccountPage) -> Outcome:
    secret, id, expires_at = new_secret(), new_id(), work.now + LIFETIME
    row: dict[str, Any] = {"id": id, "client_id": pair[0], "colleague_id": pair[1], "target": target}
    row |= {"token_hash": secret_hash(secret), "created_at": work.now, "expires_at": expires_at}
    await work.insert(handover, row)
    await work.record(audited("opened", target), "HANDOVER", id, client_id=pair[0], after={"target": target})
    url = context.vault.seal(f"{context.links.gateway}/hand-over/{secret}").decode()
    return Outcome({"client": str(pair[0]), "url": url, "expires_at": expires_at.isoformat()})


async def redeem(store: Store, vault: Vault, links: Links, secret: str, now: datetime) -> str | None:
    """The address on the platform behind a link, once; None when it is wrong, used, expired or its right is gone."""
    found = await _found(store, secret)
    if found is None or found.used_at is not None:
        return None
    actor = Actor("COLLEAGUE", found.colleague_id)
    async with unit_of_work(store, found.partner_id, actor, now, vault) as work:
        return await _enter(work, links, found)


async def _found(store: Store, secret: str) -> Row | None:
    if len(secret) > MOST_SECRET:
        return None
    token_hash = secret_hash(secret)
    reader = Reader(store, Keys(token_hash=token_hash))
    try:
        return await handover_by_secret(reader, token_hash)
    finally:
        await reader.refresh()


async def _enter(work: UnitOfWork, links: Links, found: Row) -> str | None:
    # The link is locked before all else, so that whoever comes second waits for nothing but this.
    link = await work.get(handover, lock=True, id=found.id, used_at=None)
    if link is None or link.expires_at <= work.now:
        return None
    pair, target = (link.client_id, link.colleague_id), ClientAccountPage(link.target)
    async with assignments_among(work, [pair[0]], [pair[1]]) as ledger:
        if _obstacles(ledger, pair, target, is_assigned=ledger.live(pair) is not None):
            return None
        await work.update(handover, {"used_at": work.now}, id=link.id)
        await work.record(audited("entered", target), "HANDOVER", link.id, client_id=pair[0], after={"target": target})
        account = quote(ledger.clients[pair[0]].account_number, safe="")
        return f"{links.platform}/accounts/{account}?page={target.slug}"


def _obstacles(ledger: Ledger, pair: Pair, target: ClientAccountPage, *, is_assigned: bool) -> list[UserError]:
    """What keeps a colleague out of a client's account now; locked rows, so it stays true until the end."""
    found, person = [], ledger.colleagues[pair[1]]
    if person.status != ColleagueStatus.ACTIVE or person.role not in WORKERS:
        found.append(UserError(UserErrorCode.ACCESS_DENIED, "Your role does not open accounts; ask an admin.", _CLIENT))
    if not is_assigned:
        message = "You do not work on this client: assign yourself first, or say `assignSelf: true` as an admin."
        found.append(UserError(UserErrorCode.NOT_ASSIGNED, message, _CLIENT))
    denial = Rule(capability=PAGE_CAPABILITY[target]).for_client(ledger.clients[pair[0]])
    if denial is not None:
        code, path = _CODES.get(denial.factor, (UserErrorCode.ACCESS_DENIED, _TARGET))
        message = f"{denial.message} It can be changed by {denial.changed_by}."
        found.append(UserError(code, message, path, denial=denial))
    return found
