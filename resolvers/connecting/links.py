"""Connect links: the firm sends one to a company that is on the platform, whose admin lets the firm in with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.access import grant_bits
from domain.errors import Refused, UserErrorCode, refuse
from domain.vocabulary import InviteStatus
from loaders.connecting import connect_link_by_secret
from loaders.invite import who_invites
from resolvers.connecting.receiving import receive
from resolvers.context import Context, Info
from resolvers.inputs.connecting import ConnectFirmInput, CreateConnectLinkInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.client import check_in_reach, check_may_invite
from resolvers.inviting.letters import firm_of
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.reading import Reader, Row
from store.tables import connect_link
from store.tenancy import Keys
from store.vault import new_secret, secret_hash
from store.writing import Actor, UnitOfWork

LIFETIME = timedelta(days=30)
_OF_CLIENT = Actor("CLIENT")


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page behind a link shows."""

    partner_name: str
    company_name: str
    expires_at: datetime


@answering
async def create_connect_link(info: Info, input: CreateConnectLinkInput) -> Outcome:
    """A link of 30 days for one use by one company; an older link for that company is dead.

    A retry with its idempotency key is shown the same link, which is remembered sealed.
    """
    context = info.context
    check_may_invite(context.viewer)
    checks = Checks("input")
    country, number = checks.company(input.country, input.registration_number)
    name = checks.text("companyName", input.company_name)
    checks.key(input.idempotency_key)
    checks.done()
    key = {"country": country, "registration_number": number}

    async def act(work: UnitOfWork) -> Outcome:
        await check_in_reach(work, context, (country, number), "input", "registrationNumber")
        await work.delete(connect_link, used_at=None, **key)
        secret, id, ends = new_secret(), new_id(), work.now + LIFETIME
        row = {"id": id, "company_name": name, "company_size": input.company_size} | key
        row |= {"token_hash": secret_hash(secret), "created_by": context.viewer.colleague_id}
        if not await work.insert_new(connect_link, row | {"created_at": work.now, "expires_at": ends}):
            raise refuse(UserErrorCode.CONFLICT, "Somebody else makes such a link at this moment; try again.", "input")
        await work.record("connect_link.created", "CONNECT_LINK", id, after=key | {"company_name": name})
        url = context.vault.seal(f"{context.links.portal}/connect/{secret}").decode()
        return Outcome({"url": url, "expires_at": ends.isoformat()})

    return await mutate(info, input, act)


@answering
async def connect_firm(info: Info, input: ConnectFirmInput) -> Outcome:
    """The company's admin offers access; the firm gets an inbound invite, which its admins answer."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    offer = _offer(checks, input)
    checks.done()
    found = await _by_secret(info.context, input.token.strip())
    if found is None:
        raise _invalid()

    async def act(work: UnitOfWork) -> Outcome:
        link = await work.get(connect_link, lock=True, id=found.id, token_hash=found.token_hash, used_at=None)
        if link is None or link.expires_at <= work.now:
            raise _invalid()
        id = await _receive(work, link, offer)
        await work.update(connect_link, {"used_at": work.now, "invite_id": id}, id=link.id)
        names = {"partner_name": (await firm_of(work)).name, "company_name": link.company_name}
        return Outcome(names | {"status": InviteStatus.RECEIVED})

    partner_id, principal = found.partner_id, f"connect|{found.id}"
    return await mutate(info, input, act, partner_id=partner_id, actor=_OF_CLIENT, principal=principal)


async def connect_preview(info: Info, token: str) -> Preview | None:
    """The unused link with a secret; None for anything else."""
    context, found = info.context, await _by_secret(info.context, token.strip())
    if found is None or found.used_at is not None or found.expires_at <= context.now:
        return None
    reader = Reader(context.store, Keys(partner_id=found.partner_id))
    try:
        who = await who_invites(reader, found.partner_id, None)
    finally:
        await reader.refresh()
    return Preview(who.partner_name, found.company_name, found.expires_at)


def _offer(checks: Checks, input: ConnectFirmInput) -> dict[str, object]:
    """Columns of the invite."""
    if not input.grant_power_of_attorney:
        message = "Without the power of attorney the firm cannot be let in: set `grantPowerOfAttorney` to true."
        checks.wrong(UserErrorCode.POWER_OF_ATTORNEY_REQUIRED, message, "grantPowerOfAttorney")
    if len(set(input.grants)) < len(input.grants):
        checks.wrong(UserErrorCode.DUPLICATE, "`grants` names a grant twice; name each once.", "grants")
    return {
        "name": checks.text("name", input.name),
        "email": checks.email("email", input.email),
        "phone": checks.phone("phone", input.phone),
        "message": checks.optional("message", input.message, 2000, lines=True),
        "offered_level": input.level,
        "offered_grants": grant_bits(tuple(input.grants)),
    }


async def _receive(work: UnitOfWork, link: Row, offer: dict[str, object]) -> UUID:
    """The new inbound invite; raises `Refused` (INVITE_ALREADY_OPEN) when the company came by another way, too."""
    company = ("company_name", "company_size", "country", "registration_number")
    id = await receive(work, {name: getattr(link, name) for name in company} | offer)
    if id is None:
        message = "Your company has written to this firm already; wait for its answer."
        raise refuse(UserErrorCode.INVITE_ALREADY_OPEN, message, "input", "token")
    return id


async def _by_secret(context: Context, secret: str) -> Row | None:
    token_hash = secret_hash(secret)
    reader = Reader(context.store, Keys(token_hash=token_hash))
    try:
        return await connect_link_by_secret(reader, token_hash)
    finally:
        await reader.refresh()


def _invalid() -> Refused:
    """The one answer to wrong, used, expired, replaced and foreign tokens."""
    message = "This link is not valid (any more). Ask your accountant for a new one."
    return refuse(UserErrorCode.TOKEN_INVALID, message, "input", "token")
