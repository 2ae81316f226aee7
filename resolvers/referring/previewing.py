"""What the page behind a referral's link shows."""

from dataclasses import dataclass
from datetime import datetime

from domain.vocabulary import ReferralKind, ReferralStatus
from loaders.invite import who_invites
from loaders.referral import referral_by_secret
from resolvers.context import Context, Info
from store.reading import Reader, Row
from store.tenancy import Keys
from store.vault import secret_hash


@dataclass(frozen=True, slots=True)
class Preview:
    """Who recommends the platform, to whom, and until when that counts."""

    kind: ReferralKind
    partner_name: str
    referrer_name: str | None
    company_name: str
    message: str | None
    expires_at: datetime


async def referral_preview(info: Info, token: str) -> Preview | None:
    """The open referral behind a link; None for anything else."""
    found = await open_referral(info.context, token)
    if found is None:
        return None
    reader = Reader(info.context.store, Keys(partner_id=found.partner_id))
    try:
        who = await who_invites(reader, found.partner_id, found.referred_by)
    finally:
        await reader.refresh()
    names = (who.partner_name, who.inviter_name, found.company_name)
    return Preview(ReferralKind(found.kind), *names, found.message, found.expires_at)


async def open_referral(context: Context, token: str) -> Row | None:
    """The referral behind a link while it waits, whosever it is; None for wrong, used, taken back and expired ones."""
    token_hash = secret_hash(token.strip())
    reader = Reader(context.store, Keys(token_hash=token_hash))
    try:
        found = await referral_by_secret(reader, token_hash)
    finally:
        await reader.refresh()
    waits = found is not None and found.status == ReferralStatus.SENT and found.expires_at > context.now
    return found if waits else None
