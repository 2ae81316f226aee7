"""Lists of referrals."""

from domain.vocabulary import ReferralStatus
from loaders.paging import Page, Window
from loaders.referral import ReferralFilter, referrals
from resolvers.context import Info


async def referral_connection(
    info: Info,
    status: list[ReferralStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the firm's referrals, newest first."""
    return await referrals(info.context.reads, ReferralFilter(tuple(status or ())), Window(first, after, last, before))
